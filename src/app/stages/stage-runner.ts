import type { Brought, IndexEvent } from '../../domain/indexing.ts';
import type { StageKey, StageRun } from '../../domain/ports/library.ts';
import type { FoundFile, VideoFacts } from '../../domain/video.ts';

/** A video whose turn has come. */
export interface StageWork {
  readonly file: FoundFile;
  readonly facts: VideoFacts;
  /** The library's number of its content. */
  readonly video: number;
  /** What the ledger is to call it. */
  readonly key: StageKey;
}

export interface StageOutcome {
  readonly run: StageRun;
  readonly brought: Partial<Brought>;
  /** It has sound that nothing is known of, as no model listens. */
  readonly isUnheard?: boolean;
}

/** What an index run does to one video after another. Its models are opened when the first video needs them. */
export interface StageRunner {
  readonly key: StageKey;
  /** Whether such a video has anything for the stage; where not, the stage is done at once. */
  concerns(facts: VideoFacts): boolean;
  /**
   * Stores all in one transaction with the ledger.
   *
   * @throws HeimdexError `media-unreadable`, `interrupted`; nothing is stored then
   */
  run(work: StageWork, onEvent: (event: IndexEvent) => void, signal: AbortSignal): Promise<StageOutcome>;
  /** Time inside the inference library so far, milliseconds. */
  inferenceMs(): number;
  close(): Promise<void>;
}
