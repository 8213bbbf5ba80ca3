import { fromSeconds, type Microseconds } from './time.ts';

/** What lies around a frame in its video; undefined where there is nothing, or where it is not known. */
export interface Surroundings {
  readonly time: Microseconds;
  /** The stored frames before and after it. */
  readonly before: Microseconds | null;
  readonly after: Microseconds | null;
  readonly shotStart: Microseconds | null;
  readonly shotEnd: Microseconds | null;
  readonly videoEnd: Microseconds | null;
}

/** A frame of a video whose shots are not known stands for so long, as far as the video goes. */
const ALONE = fromSeconds(1);

/**
 * The stretch of a video that a frame stands for: its shot, which it shares with other frames of the shot at the middle
 * between two of them.
 */
export function stretchOf(around: Surroundings): { start: Microseconds; end: Microseconds } {
  const { time, before, after, shotStart, shotEnd, videoEnd } = around;
  if (shotStart === null || shotEnd === null || time >= shotEnd) {
    return { start: time, end: Math.max(time, Math.min(time + ALONE, videoEnd ?? Number.POSITIVE_INFINITY)) };
  }
  const middle = (other: Microseconds) => Math.round((time + other) / 2);
  return {
    start: before === null || before < shotStart ? shotStart : middle(before),
    end: after === null || after >= shotEnd ? shotEnd : middle(after),
  };
}

/** The stretch that a frame stands for, and its shot where that is known. */
export function placeInShot(around: Surroundings): {
  start: Microseconds;
  end: Microseconds;
  shotStart: Microseconds | null;
  shotEnd: Microseconds | null;
} {
  const { time, shotStart, shotEnd } = around;
  const isKnown = shotStart !== null && shotEnd !== null && time < shotEnd;
  return {
    ...stretchOf(around),
    shotStart: isKnown ? shotStart : null,
    shotEnd: isKnown ? shotEnd : null,
  };
}
