import type { Mark } from './speech/mark-words.ts';
import type { SegmentSource } from './speech/segment.ts';
import type { Microseconds } from './time.ts';

/** The ways to find: by what is seen, by the words that are said, by what the words mean, by who is seen. */
export const CHANNELS = ['sight', 'words', 'meaning', 'people'] as const;

export type Channel = (typeof CHANNELS)[number];

/** What is said where speech was found. */
export interface Spoken {
  readonly start: Microseconds;
  readonly end: Microseconds;
  /** A sentence, or a passage of several. */
  readonly text: string;
  /** Where in the text the query's words are. */
  readonly marks: readonly Mark[];
  readonly language: string | undefined;
  readonly source: SegmentSource;
}

/** Why a moment is in a result. */
export interface Reason {
  readonly channel: Channel;
  /** Place in that channel's own order, from 1. */
  readonly rank: number;
  /** Cosine with the query; of words BM25; of people the quality of the best face there, 0–1. */
  readonly score: number;
  /** How sure it is that this is what was asked for, 0…1; null where nothing tells. */
  readonly confidence: number | null;
  /** Of words and meaning alone. */
  readonly spoken?: Spoken;
  /** Of people alone: the name, or what stands for it. */
  readonly name?: string;
}

/** Where a stretch of a video is. */
export interface MomentPlace {
  /** Where the video lies now, or lay when its volume was last seen. Absolute. */
  readonly path: string;
  readonly volume: string;
  /** Whether the video's volume is mounted. */
  readonly online: boolean;
  readonly start: Microseconds;
  readonly end: Microseconds;
  /** Time of the frame, or of the first of the words, that fits best. */
  readonly best: Microseconds;
}

/** An answer to a query: a stretch of one video. */
export interface Moment extends MomentPlace {
  /** Where one channel found anything its own score, of sight the best frame's, of people the quality of the face; else of all together, 1 at most. */
  readonly score: number;
  /** How sure it is that this is what was asked for, 0…1; null where nothing tells. */
  readonly confidence: number | null;
  /** How well a cross-encoder finds that what is said answers the query, 0…1; null where none has read it. */
  readonly rerank: number | null;
  readonly why: readonly Reason[];
  /** Moments further down the order that look and sound the same, and are shown as one with this. */
  readonly alike: readonly MomentPlace[];
}
