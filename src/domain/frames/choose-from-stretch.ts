import { type FrameCandidate, scoreOf } from './frame-candidate.ts';
import type { FrameRules } from './frame-rules.ts';
import { hasPicture } from './has-picture.ts';
import { hashDistance } from './hash-distance.ts';
import { createHashList, type HashList } from './hash-list.ts';
import { detailOfShot, isBlurred } from './is-blurred.ts';
import { outsideTransitions, type Stretch } from './outside-transitions.ts';

/** What was chosen before. */
interface Before {
  readonly inShot: HashList;
  readonly inVideo: HashList;
}

/** How many frames to choose. */
interface Wanted {
  /** 1 where the stretch needs a frame of its own, whatever was chosen before and wherever its candidates lie. */
  readonly least: 0 | 1;
  readonly most: number;
}

/**
 * Chooses the frames that stand for a stretch of a shot, in order of time: the best first, then each next best that
 * shows something else, those first that last longer than a moment. Where that makes more than are wanted, the
 * distance that counts as something else is raised until it does not. Where no candidate has a picture, none.
 */
export function chooseFromStretch<T>(
  stretch: Stretch<T>,
  wanted: Wanted,
  before: Before,
  rules: FrameRules,
): FrameCandidate<T>[] {
  const candidates = stretch.candidates.filter(({ quality }) => hasPicture(quality, rules));
  const clear = outsideTransitions({ ...stretch, candidates }, rules);
  const from = clear.length > 0 || wanted.least === 0 ? clear : candidates;
  const detail = detailOfShot(from.map(({ quality }) => quality));
  const best = from
    .filter(({ quality }) => !isBlurred(quality, detail, rules))
    .sort((a, b) => scoreOf(b.quality) - scoreOf(a.quality) || a.time - b.time);
  const fresh = best.filter(({ quality }) => before.inVideo.nearest(quality.hash) > rules.duplicate);
  const settled = new Set(settledOf(stretch.candidates, rules));
  const groups = [fresh.slice(0, 1), fresh.filter((candidate) => settled.has(candidate)), fresh];
  let chosen: FrameCandidate<T>[] = [];
  for (const group of groups) {
    const room = wanted.most - chosen.length;
    const others = [before.inShot, listOf(chosen)];
    let more = different(group, others, rules.changed);
    for (let bits = rules.changed + 1; more.length > Math.max(1, room); bits++) {
      const fewer = different(group, others, bits);
      if (fewer.length < room) break;
      more = fewer;
    }
    chosen = [...chosen, ...more.slice(0, room)];
  }
  if (chosen.length === 0) chosen = best.slice(0, wanted.least);
  return chosen.sort((a, b) => a.time - b.time);
}

/** Those that look like the one before or after them: what they show lasts, and little moves. */
function settledOf<T>(candidates: readonly FrameCandidate<T>[], rules: FrameRules): FrameCandidate<T>[] {
  return candidates.filter(({ quality }, index) =>
    [candidates[index - 1], candidates[index + 1]].some(
      (other) => other !== undefined && hashDistance(quality.hash, other.quality.hash) < rules.changed,
    ),
  );
}

/** In the order given, those that differ in at least so many bits from all taken before and from those of the lists. */
function different<T>(
  candidates: readonly FrameCandidate<T>[],
  lists: readonly HashList[],
  bits: number,
): FrameCandidate<T>[] {
  const taken = createHashList();
  return candidates.filter(({ quality: { hash } }) => {
    if ([...lists, taken].some((list) => list.nearest(hash) < bits)) return false;
    taken.add(hash);
    return true;
  });
}

function listOf<T>(candidates: readonly FrameCandidate<T>[]): HashList {
  const list = createHashList();
  for (const { quality } of candidates) list.add(quality.hash);
  return list;
}
