import type { RunRecord } from '../find-stale.ts';
import type { Stage } from '../stages.ts';

/** Reads which stages have run for which videos. */
export interface RunLedger {
  /** Every place with what a stage's runs of its content have left on record, in the order of paths. */
  runsByPlace(stage: Stage): readonly { readonly path: string; readonly runs: readonly RunRecord[] }[];
}
