import { FRAME_RULES } from '../../domain/frames/frame-rules.ts';
import { hashDistance } from '../../domain/frames/hash-distance.ts';
import { foldText } from '../../domain/speech/fold-text.ts';
import type { Found } from './found.ts';
import type { SearchContext } from './search-context.ts';

/** A moment, and those further down that look and sound the same. */
export interface Folded {
  readonly moment: Found;
  readonly alike: readonly Found[];
}

/** So many moments are looked at for each that is wanted; more where too many of them are alike. */
const LOOKED_AT = 8;

/** What a moment is known by. */
interface Look {
  readonly hash: bigint | undefined;
  /** What is said, as it is compared; undefined where the moment is one of pictures alone. */
  readonly text: string | undefined;
}

/**
 * Puts moments together that nobody could tell apart: their pictures are near-duplicates (as in the choice of frames), and
 * where something said was found the same is said, in another video. Without a picture nothing is the same as another.
 */
export function foldAlike(found: readonly Found[], limit: number, { store }: SearchContext): Folded[] {
  const folded: { moment: Found; alike: Found[]; look: Look }[] = [];
  for (const [index, moment] of found.entries()) {
    if (index >= limit * LOOKED_AT && folded.length >= limit) break;
    const look = { hash: store.hashAt(moment.video, moment.best), text: textOf(moment) };
    const first = folded.find((each) => isAlike(each.look, look, each.moment.video === moment.video));
    if (first === undefined) folded.push({ moment, alike: [], look });
    else first.alike.push(moment);
  }
  return folded;
}

function isAlike(a: Look, b: Look, isSameVideo: boolean): boolean {
  if (a.hash === undefined || b.hash === undefined || a.text !== b.text) return false;
  if (a.text !== undefined && isSameVideo) return false;
  return hashDistance(a.hash, b.hash) <= FRAME_RULES.duplicate;
}

function textOf({ isSpoken, reasons }: Found): string | undefined {
  if (!isSpoken) return undefined;
  return reasons()
    .flatMap(({ spoken }) => (spoken === undefined ? [] : [foldText(spoken.text).text]))
    .join('\n');
}
