import type { Microseconds } from '../time.ts';

/** Where a segment's text comes from: a model that listened, a subtitle track in the file, or a file beside it. */
export type SegmentSource = 'speech' | 'track' | 'sidecar';

/** A word as it was said. */
export interface Word {
  /** With the punctuation that belongs to it, without the space before it. */
  readonly text: string;
  /** Presentation times. */
  readonly start: Microseconds;
  readonly end: Microseconds;
  /** 0–1: the probability of its least likely token. */
  readonly confidence: number;
}

/** A stretch of transcript: mostly a sentence. */
export interface Segment {
  /** Presentation times; the end is not before the start. */
  readonly start: Microseconds;
  readonly end: Microseconds;
  /** Plain text: no markup, trimmed, never empty. */
  readonly text: string;
  /** Code of ISO 639-1; undefined where nobody said. */
  readonly language: string | undefined;
  /** 0–1: the mean probability of its tokens; undefined where no model listened. */
  readonly confidence: number | undefined;
  /** Empty where the model gives no times of words, and for subtitles. */
  readonly words: readonly Word[];
  readonly source: SegmentSource;
}
