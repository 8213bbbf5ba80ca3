import type { ModelCache } from '../../domain/ports/model-cache.ts';
import type { ModelIntake } from '../../domain/ports/model-intake.ts';
import type { ModelSource } from '../../domain/ports/model-source.ts';

/** What it takes to bring a file into the store. */
export interface PullFileTools {
  readonly intake: ModelIntake;
  readonly cache: ModelCache;
  readonly source: ModelSource;
  /** Waits so many milliseconds, or until the signal fires: then it may throw anything. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}
