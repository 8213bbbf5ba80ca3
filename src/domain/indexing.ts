import type { Microseconds } from './time.ts';
import type { SkipReason } from './video.ts';

/** A file that could not be indexed, or not wholly. */
export interface IndexProblem {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

/** What happens while a library is brought up to date. */
export type IndexEvent =
  /** Another heimdex writes to the library; its process id where known. */
  | { readonly kind: 'waiting'; readonly processId: number | null }
  | { readonly kind: 'walking'; readonly files: number; readonly work: number }
  | { readonly kind: 'skipped'; readonly path: string; readonly reason: SkipReason }
  | { readonly kind: 'video-started'; readonly path: string; readonly index: number; readonly total: number }
  | {
      readonly kind: 'frames';
      readonly path: string;
      readonly frames: number;
      /** From the video's start. */
      readonly time: Microseconds;
      readonly duration: Microseconds;
    }
  | { readonly kind: 'video-indexed'; readonly path: string; readonly frames: number }
  | { readonly kind: 'problem'; readonly problem: IndexProblem };

export interface IndexReport {
  /** Numbers of files. */
  readonly videos: {
    readonly indexed: number;
    readonly unchanged: number;
    readonly moved: number;
    readonly copied: number;
    readonly failed: number;
    readonly skipped: number;
    readonly gone: number;
    readonly offline: number;
  };
  readonly skippedBy: Readonly<Partial<Record<SkipReason, number>>>;
  /** Frames embedded in this run. */
  readonly frames: number;
  /** Seconds of video indexed in this run. */
  readonly seconds: number;
  readonly problems: readonly IndexProblem[];
  readonly interrupted: boolean;
  /** Time inside the inference library, milliseconds. */
  readonly inferenceMs: number;
}
