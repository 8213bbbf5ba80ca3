import type { SpeechOptions } from '../../app/stages/run-speech.ts';
import type { ModelRole } from '../../domain/manifest/roles.ts';
import type { Stage } from '../../domain/stages.ts';

/** What an index run is asked to do. */
export interface IndexArguments {
  readonly roots: readonly string[];
  readonly profile: string | undefined;
  /** Stages that run again. */
  readonly reindex: readonly Stage[];
  /** The stages that run; others wait for another run. */
  readonly only: readonly Stage[];
  /** Those of them that the user named: for want of a model they are not left out in silence. */
  readonly named: readonly Stage[];
  readonly speech: SpeechOptions;
  /** Models that take a role instead of the profile's. */
  readonly alternatives: ReadonlyMap<ModelRole, string>;
  /** Seconds of work; undefined for as many as it takes. */
  readonly budget: number | undefined;
  /** For inference, and for decoding; 0 lets either choose. */
  readonly threads: number;
  readonly hwaccel: 'none' | 'auto';
  /** Seconds to wait for whoever else writes to the library; undefined for none. */
  readonly wait: number | undefined;
  /** Gives way to other programs. */
  readonly lowPriority: boolean;
  /** Keeps the library's models from being pruned from now on. */
  readonly remember: boolean;
}
