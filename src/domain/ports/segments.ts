import type { RunRecord } from '../find-stale.ts';
import type { VideoStretch } from '../overlaps.ts';
import type { Space, SpaceIdentity } from '../space.ts';
import type { EmbeddedPassage } from '../speech/embedded-passage.ts';
import type { WordStatistics } from '../speech/score-words.ts';
import type { Segment } from '../speech/segment.ts';
import type { Microseconds } from '../time.ts';
import type { UnitVector } from '../vector.ts';
import type { PlaceFacts, StageKey, StageRun, VideoFilter } from './library.ts';

/** Where what is said in one video goes. Rows become visible only with `commit`, in one transaction with the ledger. */
export interface SegmentWriter {
  /**
   * Adds one text, in order of time; all texts of one source before those of the next. Its segments are numbered as they
   * come, from 0 in the video, and between two texts a number is left out.
   *
   * @returns the number of its first segment
   */
  addText(segments: readonly Segment[]): number;
  /** @throws RangeError where a vector is not of the space's dimension, or its segments are not there, or not of one text */
  addPassages(passages: readonly EmbeddedPassage[]): void;
  /** Replaces all that the stage had stored of this video before, with whatever parameters. */
  commit(run: StageRun): void;
  /** Forgets what was added. Harmless after `commit`. */
  discard(): void;
}

export interface SegmentStore {
  /** The space of passages with this identity, made where it is missing. */
  ensureSpace(identity: SpaceIdentity): Space;
  /** @param space where the passages' vectors go; undefined where they have none */
  writer(video: number, space: Space | undefined, key: StageKey): SegmentWriter;
}

/** Reads what was said in one video. */
export interface SegmentFinder {
  /** All places of each video, by video. */
  places(): ReadonlyMap<number, readonly PlaceFacts[]>;
  /**
   * The texts in the order in which they were stored. Those of a library that an older heimdex wrote may stand in one, one
   * after the other.
   */
  texts(video: number): readonly (readonly Segment[])[];
  /** What runs of the stage "speech" have left on record. */
  runs(video: number): readonly RunRecord[];
}

/** A segment that may be an answer. */
export interface WordCandidate {
  readonly segment: number;
  readonly folded: string;
}

/** A segment as an answer shows it. */
export interface SegmentFacts extends Segment {
  readonly id: number;
  readonly video: number;
}

/** A passage that a query met. */
export interface PassageHit {
  readonly passage: number;
  readonly video: number;
  readonly start: Microseconds;
  readonly end: Microseconds;
  /** Cosine with the query. */
  readonly score: number;
}

/** Looks in what was said. Words are folded (`foldText`); whatever they hold, they are looked for literally. */
export interface TextSearch {
  /** Whether the library holds anything that was said. */
  hasSegments(): boolean;
  /** Whether any video has been listened to, with whatever outcome. */
  hasListened(): boolean;
  /** Languages of what is said, by their codes in order. */
  languages(): readonly string[];
  /** Where something is said in a language, by video and time. */
  stretchesIn(language: string, filter: VideoFilter): VideoStretch[];
  statistics(words: readonly string[]): WordStatistics;
  /** Segments that hold each of some words, and one at least of others where there are any. */
  candidates(
    words: { readonly allOf: readonly string[]; readonly anyOf: readonly string[] },
    filter: VideoFilter,
  ): Iterable<WordCandidate>;
  /** In the order of the numbers asked for. */
  segments(ids: readonly number[]): SegmentFacts[];
  /** Spaces of passages. */
  spaces(): readonly Space[];
  /** The k passages nearest to a vector by cosine, best first. */
  nearest(space: Space, vector: UnitVector, k: number, filter: VideoFilter): PassageHit[];
  /** The vector of a passage that `nearest` found. */
  vectorOf(space: Space, passage: number): UnitVector;
  /** What is said in a passage. */
  segmentsOf(passage: number): SegmentFacts[];
}
