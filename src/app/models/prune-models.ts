import { HeimdexError, throwIfInterrupted } from '../../domain/errors.ts';
import { isModelKey } from '../../domain/manifest/is-model-key.ts';
import type { KnownLibraries } from '../../domain/ports/known-libraries.ts';
import type { ModelShelves } from '../../domain/ports/model-shelves.ts';
import type { PullLocks } from '../../domain/ports/pull-locks.ts';
import {
  type LeftItem,
  type PrunedItem,
  type PruneRules,
  planShelf,
  type ShelfPlan,
} from '../../domain/pruning/plan-shelf.ts';
import type { Needs } from './find-needs.ts';

export interface PruneTools {
  readonly shelves: ModelShelves;
  readonly locks: PullLocks;
  readonly libraries: KnownLibraries;
}

export interface PruneOptions {
  /** What was modified after this may still be in use, milliseconds since 1970. */
  readonly before: number;
  readonly dryRun: boolean;
}

export interface PruneReport {
  /** Paths relative to the folder of all models. */
  readonly removed: readonly Pick<PrunedItem, 'kind' | 'path' | 'bytes'>[];
  readonly left: readonly LeftItem[];
  /** Models that another process is pulling. */
  readonly busy: readonly string[];
}

/**
 * Removes from the store what nobody needs, each model under its pull lock. Where a library can't be read no model
 * goes: only what broken-off pulls and writes have left.
 *
 * @throws HeimdexError `disk`, `interrupted`: what has been removed until then is gone, the rest whole
 */
export async function pruneModels(
  needs: Needs,
  tools: PruneTools,
  options: PruneOptions,
  signal: AbortSignal,
): Promise<PruneReport> {
  const rules: PruneRules = { before: options.before, models: needs.unreadable.length === 0 };
  const { folders, others } = await tools.shelves.names();
  const removed: PruneReport['removed'][number][] = [];
  const foreign = [...others, ...folders.filter((name) => !isModelKey(name))];
  const left: LeftItem[] = foreign.map((path) => ({ path, reason: 'foreign' }));
  const busy: string[] = [];
  for (const name of folders.filter(isModelKey)) {
    throwIfInterrupted(signal);
    const plan = async (): Promise<ShelfPlan> =>
      planShelf(await tools.shelves.things(name), needs.shelfOf(name), rules);
    let planned = await plan();
    if (planned.remove.length > 0 && !options.dryRun) {
      const release = await tryLock(name, tools.locks, signal);
      if (release === undefined) {
        busy.push(name);
        continue;
      }
      try {
        // As it is now that nobody else can change it.
        planned = await plan();
        for (const { things } of planned.remove) {
          for (const thing of things) await tools.shelves.remove(name, thing);
          throwIfInterrupted(signal);
        }
      } finally {
        await release();
      }
    }
    const under = <T extends { readonly path: string }>(item: T) => ({
      ...item,
      path: item.path === '' ? name : `${name}/${item.path}`,
    });
    removed.push(...planned.remove.map(({ kind, path, bytes }) => under({ kind, path, bytes })));
    left.push(...planned.left.map(under));
  }
  if (!options.dryRun && needs.gone.length > 0) tools.libraries.forget(needs.gone);
  return { removed, left, busy };
}

async function tryLock(
  key: string,
  locks: PullLocks,
  signal: AbortSignal,
): Promise<(() => Promise<void>) | undefined> {
  try {
    return await locks.acquire({ key }, { signal, limitMs: 0, onWait: () => {} });
  } catch (error) {
    if (error instanceof HeimdexError && error.code === 'busy') return undefined;
    throw error;
  }
}
