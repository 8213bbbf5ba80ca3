import { HeimdexError, interrupted, throwIfInterrupted } from '../../domain/errors.ts';
import { formatBytes, formatShare } from '../../domain/format-bytes.ts';
import { mendingCommand } from '../../domain/manifest/mending-command.ts';
import type { Model } from '../../domain/manifest/schema.ts';
import type { HubModel } from '../../domain/ports/model-source.ts';
import type { ModelStore } from '../../domain/ports/model-store.ts';
import type { PullLocks } from '../../domain/ports/pull-locks.ts';
import { runLimited } from '../flow/run-limited.ts';
import { planPull } from './plan-pull.ts';
import type { OnPullEvent, PlannedFile } from './pull-event.ts';
import { pullFile } from './pull-file.ts';
import type { PullFileTools } from './pull-file-tools.ts';

export interface PullTools extends PullFileTools {
  readonly store: ModelStore;
  readonly locks: PullLocks;
}

export interface PullOptions {
  /** Files that may be on their way at once. */
  readonly jobs: number;
  /** How long to wait for another process that pulls the same model, milliseconds. */
  readonly lockLimitMs: number;
  /** The user has forbidden the network: whatever is not here is an error. */
  readonly offline: boolean;
}

export interface PullSummary {
  readonly files: number;
  readonly bytes: number;
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
  const fromHub = models.filter(isHubModel);
  const first = await planPull(fromHub, tools, signal);
  emit({
    type: 'plan',
    files: first,
    bytes: sum(first, ({ file }) => file.bytes),
    kept: sum(first, ({ kept }) => kept),
  });
  if (first.length === 0) return { files: 0, bytes: 0 };
  if (options.offline) throw forbidden(first);

  const releases: (() => Promise<void>)[] = [];
  try {
    // Always in the same order: two processes can't each hold what the other waits for.
    const locked = fromHub.filter((model) => first.some((planned) => planned.model === model));
    for (const model of locked.toSorted((a, b) => (a.key < b.key ? -1 : 1))) {
      const onWait = (processId: number | undefined) => emit({ type: 'waiting', model, processId });
      releases.push(await tools.locks.acquire(model, { signal, limitMs: options.lockLimitMs, onWait }));
    }
    // Another process may have brought some meanwhile.
    const planned = await planPull(locked, tools, signal);
    await requireSpace(planned, tools);
    await pullPlanned(planned, tools, options.jobs, signal, emit);
    return { files: planned.length, bytes: sum(planned, ({ file, kept }) => file.bytes - kept) };
  } finally {
    for (const release of releases) await release();
  }
}

/** What came from the user's own folder is nowhere to be pulled from. */
async function requireLocal(models: readonly Model[], tools: PullTools, signal: AbortSignal): Promise<void> {
  const local = models.filter(({ source }) => source.kind === 'local');
  const [missing] = await planPull(local, tools, signal);
  if (missing === undefined) return;
  const { model, file } = missing;
  throw new HeimdexError(
    'model-missing',
    `${file.path} of ${model.key}, which is on no server, is not here`,
    {
      hint: mendingCommand(model),
    },
  );
}

function isHubModel(model: Model): model is HubModel {
  return model.source.kind === 'hub';
}

async function pullPlanned(
  planned: readonly PlannedFile[],
  tools: PullTools,
  jobs: number,
  signal: AbortSignal,
  emit: OnPullEvent,
): Promise<void> {
  const here = new Map(planned.map(({ file, kept }) => [file, kept]));
  const onEvent: OnPullEvent = (event) => {
    if (event.type === 'bytes') here.set(event.file, event.at);
    emit(event);
  };
  try {
    await runLimited(planned, jobs, signal, ({ model, file }, fileSignal) =>
      pullFile(model as HubModel, file, tools, fileSignal, onEvent),
    );
    throwIfInterrupted(signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    const kept = [...here.values()].reduce((total, bytes) => total + bytes, 0);
    const whole = sum(planned, ({ file }) => file.bytes);
    throw new HeimdexError('interrupted', `stopped, ${formatShare(kept, whole)} kept`, {
      hint: 'run the same command again: it goes on from there',
      cause: interrupted(signal.reason).cause,
    });
  }
}

async function requireSpace(planned: readonly PlannedFile[], { intake }: PullTools): Promise<void> {
  const needed = sum(planned, ({ file, kept }) => Math.max(0, file.bytes - kept));
  if (needed === 0) return;
  const free = await intake.freeBytes();
  if (free >= needed) return;
  throw new HeimdexError('disk-full', `needs ${formatBytes(needed)}, ${formatBytes(free)} free`, {
    hint: 'make room, or choose a folder on another disk with --home FOLDER',
  });
}

function forbidden(files: readonly PlannedFile[]): HeimdexError {
  const { model, file } = files[0]!;
  const more = files.length > 1 ? ` and ${files.length - 1} more files are` : ' is';
  return new HeimdexError(
    'model-missing',
    `${file.path} of ${model.key}${more} not here, and HF_HUB_OFFLINE forbids to pull`,
    {
      hint: 'unset HF_HUB_OFFLINE and run it again',
    },
  );
}

function sum<T>(items: readonly T[], amount: (item: T) => number): number {
  return items.reduce((total, item) => total + amount(item), 0);
}
