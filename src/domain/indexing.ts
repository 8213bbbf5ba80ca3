import type { Stage } from './stages.ts';
import type { Microseconds } from './time.ts';
import type { SkipReason } from './video.ts';

/** A file that could not be indexed, or not wholly. */
export interface IndexProblem {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

/** How much a stage has stored. */
export interface Brought {
  /** Frames embedded. */
  readonly frames: number;
  /** Stretches of transcript. */
  readonly segments: number;
  /** Faces, each counted once for each shot that it is in. */
  readonly faces: number;
}

export const NOTHING_BROUGHT: Brought = { frames: 0, segments: 0, faces: 0 };

export function addBrought(a: Brought, b: Brought): Brought {
  return {
    frames: a.frames + b.frames,
    segments: a.segments + b.segments,
    faces: a.faces + b.faces,
  };
}

/** What happens while a library is brought up to date. */
export type IndexEvent =
  /** Another heimdex writes to the library; its process id where known. */
  | { readonly kind: 'waiting'; readonly processId: number | null }
  | { readonly kind: 'walking'; readonly files: number; readonly work: number }
  | { readonly kind: 'skipped'; readonly path: string; readonly reason: SkipReason }
  /** A stage begins with a video: one of so many that it goes over. */
  | {
      readonly kind: 'video-started';
      readonly stage: Stage;
      readonly path: string;
      readonly index: number;
      readonly total: number;
    }
  | {
      readonly kind: 'frames';
      readonly path: string;
      readonly frames: number;
      /** From the video's start. */
      readonly time: Microseconds;
      readonly duration: Microseconds;
    }
  | {
      readonly kind: 'heard';
      readonly path: string;
      readonly segments: number;
      /** From the video's start. */
      readonly time: Microseconds;
      readonly duration: Microseconds;
    }
  | {
      readonly kind: 'faces';
      readonly path: string;
      readonly faces: number;
      /** From the video's start. */
      readonly time: Microseconds;
      readonly duration: Microseconds;
    }
  | {
      readonly kind: 'estimate';
      /** Videos that are not done, with the one under way. */
      readonly videosLeft: number;
      /** Seconds of work still to come, and seconds of video a second of work, as measured of late; null before. */
      readonly secondsLeft: number | null;
      readonly pace: number | null;
    }
  /** Generic prompts are asked of a model, that answers can be told from chance. */
  | {
      readonly kind: 'calibrating';
      readonly model: string;
      readonly prompts: number;
      readonly total: number;
    }
  /** What is no fault of the file, such as that software decodes after all. */
  | { readonly kind: 'notice'; readonly path: string; readonly message: string }
  | ({ readonly kind: 'video-indexed'; readonly stage: Stage; readonly path: string } & Brought)
  /** The stage does not concern it. */
  | { readonly kind: 'video-passed'; readonly stage: Stage; readonly path: string }
  | { readonly kind: 'problem'; readonly problem: IndexProblem };

/** Numbers of files. */
export interface IndexCounts {
  readonly indexed: number;
  readonly unchanged: number;
  readonly moved: number;
  readonly copied: number;
  readonly failed: number;
  readonly skipped: number;
  readonly gone: number;
  readonly offline: number;
}

export interface IndexReport extends Brought {
  readonly videos: IndexCounts;
  readonly skippedBy: Readonly<Partial<Record<SkipReason, number>>>;
  /** Videos with sound that were gone through in this run and not listened to, as no model for it is installed. */
  readonly unheard: number;
  /** Seconds of video indexed in this run. */
  readonly seconds: number;
  readonly problems: readonly IndexProblem[];
  readonly interrupted: boolean;
  /** Time inside the inference library, milliseconds. */
  readonly inferenceMs: number;
  /** Videos that were found to need work and were not begun, or not ended. */
  readonly left: number;
  /** The time that the run was given and took, seconds; null where it was given all the time it needs. */
  readonly budget: { readonly seconds: number; readonly used: number } | null;
}

/** Why the stage would run for a file. */
export type WorkReason =
  /** Its content is not in the library. */
  | 'new'
  /** Another content lay there before. */
  | 'changed'
  /** It is known, but this stage has not run with these parameters, or has failed. */
  | 'not-done'
  /** It was asked for. */
  | 'again';

/** What an index run would do. */
export interface IndexPlan {
  readonly videos: Omit<IndexCounts, 'indexed'> & {
    readonly new: number;
    readonly changed: number;
    readonly notDone: number;
    readonly again: number;
  };
  readonly skippedBy: Readonly<Partial<Record<SkipReason, number>>>;
  readonly problems: readonly IndexProblem[];
  /** In the order in which they would be indexed; `seconds` is null where the length was not asked for. */
  readonly files: readonly {
    readonly path: string;
    readonly reason: WorkReason;
    /** Those that would run. */
    readonly stages: readonly Stage[];
    readonly bytes: number;
    readonly seconds: number | null;
  }[];
  /** Seconds of video to index; null where no length is known. */
  readonly seconds: number | null;
  /** Seconds of work, by the pace last measured; null where none has been. */
  readonly workSeconds: number | null;
  readonly interrupted: boolean;
}
