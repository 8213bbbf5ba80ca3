import type { Model } from '../../domain/manifest/schema.ts';
import type { ModelStore } from '../../domain/ports/model-store.ts';
import type { PullLocks } from '../../domain/ports/pull-locks.ts';
import { type BringOptions, bringFiles } from './bring-files.ts';
import { findMissing } from './find-missing.ts';
import { isHubModel } from './is-hub-model.ts';
import { planPull } from './plan-pull.ts';
import type { OnPullEvent, PlannedFile, PullSummary } from './pull-event.ts';
import type { PullFileTools } from './pull-file-tools.ts';
import { bytesToCome, offlineForbids, onNoServer } from './pull-refusals.ts';
import { requireSpace } from './require-space.ts';

export interface PullTools extends PullFileTools {
  readonly store: ModelStore;
  readonly locks: PullLocks;
}

/** `offline`: the user has forbidden the network; what is neither here nor in another program's cache is an error. */
export interface PullOptions extends BringOptions {
  /** How long to wait for another process that pulls the same model, milliseconds. */
  readonly lockLimitMs: number;
}

/**
 * Brings all files of some models into the store that are not there whole. Returns what this call has brought.
 *
 * @throws HeimdexError as `pullFile` does, and `model-missing` (offline), `disk-full`, `busy`
 */
export async function pullModels(
  models: readonly Model[],
  tools: PullTools,
  options: PullOptions,
  signal: AbortSignal,
  emit: OnPullEvent,
): Promise<PullSummary> {
  for (const model of models) if (model.source.kind === 'bundled') emit({ type: 'bundled', model });
  await requireLocal(models, tools, signal);
  const first = await planPull(models.filter(isHubModel), tools, signal);
  emit({
    type: 'plan',
    files: first,
    bytes: sum(first, ({ file }) => file.bytes),
    kept: sum(first, ({ kept }) => kept),
    cached: sum(first, ({ file, kept, cached }) => (cached === undefined ? 0 : file.bytes - kept)),
  });
  const { files, bytes, adopted } = await pullPlanned(first, tools, options, signal, emit);
  const summary = { files, bytes, adopted };
  emit({ type: 'done', ...summary });
  return summary;
}

/** What came from the user's own folder is nowhere to be pulled from. */
async function requireLocal(models: readonly Model[], tools: PullTools, signal: AbortSignal): Promise<void> {
  const local = models.filter(({ source }) => source.kind === 'local');
  const [missing] = await findMissing(local, tools.store, signal);
  if (missing !== undefined) throw onNoServer(missing.model, missing.file);
}

async function pullPlanned(
  first: readonly PlannedFile[],
  tools: PullTools,
  options: PullOptions,
  signal: AbortSignal,
  emit: OnPullEvent,
): Promise<PullSummary> {
  if (first.length === 0) return { files: 0, bytes: 0, adopted: { files: 0, bytes: 0 } };
  if (options.offline && first.every(({ cached }) => cached === undefined)) throw offlineForbids(first);
  const releases: (() => Promise<void>)[] = [];
  try {
    // Always in the same order: two processes can't each hold what the other waits for.
    const locked = [...new Set(first.map(({ model }) => model))];
    for (const model of locked.toSorted((a, b) => (a.key < b.key ? -1 : 1))) {
      const onWait = (processId: number | undefined) => emit({ type: 'waiting', model, processId });
      releases.push(await tools.locks.acquire(model, { signal, limitMs: options.lockLimitMs, onWait }));
    }
    // Another process may have brought some meanwhile.
    const planned = await planPull(locked, tools, signal);
    const comes = planned.filter(({ cached }) => cached !== undefined || !options.offline);
    if (comes.length > 0) await requireSpace(bytesToCome(comes), tools.intake);
    const brought = await bringFiles(planned, tools, options, signal, emit);
    if (brought.missing.length > 0) throw offlineForbids(brought.missing);
    return brought;
  } finally {
    for (const release of releases) await release();
  }
}

function sum<T>(items: readonly T[], amount: (item: T) => number): number {
  return items.reduce((total, item) => total + amount(item), 0);
}
