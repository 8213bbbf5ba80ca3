import type { Sound } from '../ports/speech.ts';
import { fromSeconds, type Microseconds } from '../time.ts';
import { SAMPLE_RATE } from './sampling.ts';

/** Silence between two stretches, so that they are not heard as one: seconds. */
export const GAP_SECONDS = 0.5;
/** What is left of a stretch and shorter than this holds no word that was not heard: seconds. */
const LEAST_REST_SECONDS = 0.3;

/** Where a stretch lies on the tape, in samples, and when it begins in the video. */
export interface Place {
  readonly from: number;
  readonly to: number;
  readonly start: Microseconds;
}

/** Stretches of sound laid side by side with silence between. */
export interface Tape {
  readonly samples: Float32Array;
  /** In order; they do not touch. */
  readonly places: readonly Place[];
}

export function layOut(parts: readonly Sound[]): Tape {
  const gap = GAP_SECONDS * SAMPLE_RATE;
  const sounding = parts.filter(({ samples }) => samples.length > 0);
  const length = sounding.reduce((sum, { samples }) => sum + samples.length + gap, -gap);
  const samples = new Float32Array(Math.max(0, length));
  let from = 0;
  const places = sounding.map((part) => {
    samples.set(part.samples, from);
    const place = { from, to: from + part.samples.length, start: part.start };
    from = place.to + gap;
    return place;
  });
  return { samples, places };
}

/** The next piece of a tape to listen to. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/**
 * The piece of at most `length` samples that comes next. It ends where a stretch ends, unless one alone is longer.
 *
 * @param seek samples that have been heard
 * @returns undefined where nothing is left
 */
export function windowFrom({ places }: Tape, seek: number, length: number): Window | undefined {
  const least = LEAST_REST_SECONDS * SAMPLE_RATE;
  const first = places.find((place) => seek <= place.from || place.to - seek >= least);
  if (first === undefined) return undefined;
  const from = Math.max(first.from, seek);
  const whole = places.findLast((place) => place.from >= first.from && place.to <= from + length);
  return { from, to: whole?.to ?? from + length };
}

/** When in the video a sample of a place on the tape was heard. */
export function videoTime(place: Place, sample: number): Microseconds {
  return place.start + fromSeconds((sample - place.from) / SAMPLE_RATE);
}
