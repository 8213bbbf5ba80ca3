import type { Transition } from '../shot.ts';
import type { Microseconds } from '../time.ts';
import type { FrameCandidate } from './frame-candidate.ts';
import type { FrameRules } from './frame-rules.ts';

/** One end of a shot. */
export interface ShotEnd {
  readonly time: Microseconds;
  readonly transition: Transition;
}

/** A part of a shot; without an end where it has none or it is not known yet. */
export interface Stretch<T> {
  /** In order of time, all of them with a picture. */
  readonly candidates: readonly FrameCandidate<T>[];
  readonly start?: ShotEnd;
  readonly end?: ShotEnd;
}

/** The candidates that lie in no transition: away from cuts, and not inside a fade. */
export function outsideTransitions<T>(stretch: Stretch<T>, rules: FrameRules): FrameCandidate<T>[] {
  const { candidates, start, end } = stretch;
  const length = start && end ? end.time - start.time : Number.POSITIVE_INFINITY;
  const brightness = median(candidates.map(({ quality }) => quality.brightness));
  const contrast = median(candidates.map(({ quality }) => quality.contrast));
  return candidates.filter(({ time, quality }) =>
    [start, end].every((edge) => {
      if (edge === undefined) return true;
      const distance = Math.abs(time - edge.time);
      if (distance < Math.min(marginAt(edge, rules), length / 4)) return false;
      if (distance > rules.fadeReach || quality.contrast >= rules.fadeContrast * contrast) return true;
      const darker = quality.brightness < rules.fadeBrightness * brightness;
      const lighter = 1 - quality.brightness < rules.fadeBrightness * (1 - brightness);
      return !darker && !lighter;
    }),
  );
}

function marginAt({ transition }: ShotEnd, rules: FrameRules): Microseconds {
  return transition === 'fade' || transition === 'dissolve' ? rules.softMargin : rules.cutMargin;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
