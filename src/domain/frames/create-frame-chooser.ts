import type { Shot, Transition } from '../shot.ts';
import type { Microseconds } from '../time.ts';
import { chooseFromStretch } from './choose-from-stretch.ts';
import type { FrameCandidate } from './frame-candidate.ts';
import { FRAME_RULES, type FrameRules } from './frame-rules.ts';
import { createHashList } from './hash-list.ts';
import type { ShotEnd } from './outside-transitions.ts';

/** Chooses the frames of one video as it is decoded. Both methods hand back chosen frames, each once, in order of time. */
export interface FrameChooser<T> {
  /** Takes a candidate, later than those before. Frames come back where a long shot had to be decided over in part. */
  candidate(candidate: FrameCandidate<T>): FrameCandidate<T>[];
  /**
   * Decides over what is held of a shot and lets go of the rest; what lies past its end stays held for the next one.
   * Shots come in order, each when it is known.
   *
   * @param next how the next shot begins; left out for the video's last
   */
  shotEnds(shot: Shot, next?: Transition): FrameCandidate<T>[];
  /** How many candidates are held now. */
  readonly held: number;
}

/**
 * A chooser for one video. A shot gets its best frame, more where it changes, one at least for each 30 s, and none that
 * is black, white, flat or in a transition; a shot that shows nothing else gets none. Near-duplicates of a frame chosen
 * earlier in the video are left out, unless their stretch would be left without a frame.
 */
export function createFrameChooser<T>(rules: FrameRules = FRAME_RULES): FrameChooser<T> {
  const inVideo = createHashList();
  let inShot = createHashList();
  let held: FrameCandidate<T>[] = [];
  let shotStart: ShotEnd | undefined;
  /** Whether part of the shot was decided over: its start lies in that part. */
  let startDone = false;
  let newestChosen: Microseconds | undefined;

  function decide(
    candidates: readonly FrameCandidate<T>[],
    to: Microseconds,
    end?: ShotEnd,
  ): FrameCandidate<T>[] {
    const from = startDone ? (candidates[0]?.time ?? to) : (shotStart?.time ?? to);
    // What is left at the end of a long shot may lie in a transition: the frames before stand for it.
    const least =
      end === undefined || newestChosen === undefined || to - newestChosen > rules.longest ? 1 : 0;
    const stretch = { candidates, ...(shotStart && { start: shotStart }), ...(end && { end }) };
    const most = Math.max(least, Math.floor((to - from) / rules.perFrame));
    const chosen = chooseFromStretch(stretch, { least, most }, { inShot, inVideo }, rules);
    for (const { quality } of chosen) {
      inShot.add(quality.hash);
      inVideo.add(quality.hash);
    }
    newestChosen = chosen.at(-1)?.time ?? newestChosen;
    return chosen;
  }

  return {
    candidate(candidate) {
      held.push(candidate);
      shotStart ??= { time: candidate.time, transition: 'start' };
      if (candidate.time - held[0]!.time < rules.longest && held.length < rules.mostHeld) return [];
      const until = candidate.time - rules.delay;
      const ripe = held.filter(({ time }) => time < until);
      // Times that stand still must not make it hold more.
      const part = ripe.length > 0 ? ripe : held;
      held = ripe.length > 0 ? held.filter(({ time }) => time >= until) : [];
      const chosen = decide(part, held[0]?.time ?? candidate.time);
      startDone = true;
      return chosen;
    },
    shotEnds(shot, next = 'cut') {
      shotStart = { time: shot.start, transition: shot.transition };
      const mine = held.filter(({ time }) => time >= shot.start && time < shot.end);
      held = held.filter(({ time }) => time >= shot.end);
      const end = { time: shot.end, transition: next };
      const chosen = mine.length === 0 ? [] : decide(mine, shot.end, end);
      inShot = createHashList();
      shotStart = end;
      startDone = false;
      newestChosen = undefined;
      return chosen;
    },
    get held() {
      return held.length;
    },
  };
}
