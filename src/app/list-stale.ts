import { findStale, type Stale } from '../domain/find-stale.ts';
import type { RunLedger } from '../domain/ports/run-ledger.ts';
import type { Space } from '../domain/space.ts';
import { SIGHT_SAMPLING, sightStage } from './sight-stage.ts';

export type StalePlace = Stale & { readonly path: string };

/**
 * The places whose content is not as `index` would leave it with the model that most of the library's pictures were
 * indexed with: the one that `search` takes.
 */
export function listStale(ledger: RunLedger, spaces: readonly Space[]): StalePlace[] {
  const sight = spaces.filter(({ holds }) => holds === 'frames');
  const main = sight.sort((a, b) => b.vectors - a.vectors || b.id - a.id)[0];
  if (main === undefined) return [];
  const { stage, parameters } = sightStage(main, SIGHT_SAMPLING);
  return ledger.runsByPlace(stage).flatMap(({ path, runs }) => {
    const stale = findStale(runs, parameters);
    return stale === undefined ? [] : [{ path, ...stale }];
  });
}
