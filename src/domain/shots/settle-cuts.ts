import type { Microseconds } from '../time.ts';
import type { Cut } from './candidate.ts';

/** Of two cuts that are closer than a shot may be short, the kind that says more stays: a fade knows of the hard side it may have. */
const RANK = { fade: 2, cut: 1, dissolve: 0 } as const;

export interface SettledCuts {
  /** A frame of this time was seen. */
  see(time: Microseconds): void;
  add(cut: Cut | undefined): void;
  /** The cuts before a time, before which none will be added any more. */
  take(before: Microseconds): Cut[];
  /** All that are left: the video ends with the last frame seen. */
  takeRest(): Cut[];
}

/** Puts the cuts of several finders in order and keeps shots from being shorter than they may be. */
export function settleCuts(shortest: Microseconds): SettledCuts {
  const waiting: Cut[] = [];
  /** Where the shot that isn't ended yet began: the video's first frame, then the last cut given out. */
  let start: Microseconds | undefined;
  let last: Microseconds = 0;

  /** Gives out the first waiting cut, unless it is too close to its neighbours. */
  const settleFirst = (): Cut | undefined => {
    const cut = waiting.shift()!;
    if (cut.time - start! < shortest) return undefined;
    const rival = waiting.findIndex(
      (other) => other.time - cut.time < shortest && RANK[other.transition] > RANK[cut.transition],
    );
    if (rival >= 0) return undefined;
    start = cut.time;
    return cut;
  };

  return {
    see(time) {
      start ??= time;
      last = time;
    },
    add(cut) {
      if (cut === undefined) return;
      const at = waiting.findIndex(({ time }) => time > cut.time);
      waiting.splice(at < 0 ? waiting.length : at, 0, cut);
    },
    take(before) {
      const given: Cut[] = [];
      while (waiting.length > 0 && waiting[0]!.time < before) {
        const cut = settleFirst();
        if (cut !== undefined) given.push(cut);
      }
      return given;
    },
    takeRest() {
      const given = this.take(Number.POSITIVE_INFINITY);
      return given.filter(({ time }) => last - time >= shortest);
    },
  };
}
