import { HeimdexError, interrupted, throwIfInterrupted } from '../../domain/errors.ts';
import { formatShare } from '../../domain/format-bytes.ts';
import type { HubModel } from '../../domain/ports/model-source.ts';
import { runLimited } from '../flow/run-limited.ts';
import { adoptFile } from './adopt-file.ts';
import type { OnPullEvent, PlannedFile, PullAmount, PullSummary } from './pull-event.ts';
import { pullFile } from './pull-file.ts';
import type { PullFileTools } from './pull-file-tools.ts';

export interface BringOptions {
  /** Files that may be on their way at once. */
  readonly jobs: number;
  /** Nothing may be downloaded. */
  readonly offline: boolean;
}

export interface Brought extends PullSummary {
  /** Files that would have to be downloaded, where nothing may be. */
  readonly missing: readonly PlannedFile[];
}

const NOTHING: PullAmount = { files: 0, bytes: 0 };

/**
 * Brings files into the store: from the cache of another program where it has them, else from the Hub.
 *
 * @throws HeimdexError as `pullFile` does; `interrupted` says how much is kept
 */
export async function bringFiles(
  planned: readonly PlannedFile[],
  tools: PullFileTools,
  { jobs, offline }: BringOptions,
  signal: AbortSignal,
  emit: OnPullEvent,
): Promise<Brought> {
  const here = new Map(planned.map(({ file, kept }) => [file, kept]));
  const onEvent: OnPullEvent = (event) => {
    if ('at' in event) here.set(event.file, event.at);
    emit(event);
  };
  let downloaded = NOTHING;
  let adopted = NOTHING;
  const missing: PlannedFile[] = [];
  const bring = async (each: PlannedFile, fileSignal: AbortSignal): Promise<void> => {
    const { file, kept, cached } = each;
    const model = each.model as HubModel;
    if (cached !== undefined && (await adoptFile(model, file, cached, tools.intake, fileSignal, onEvent))) {
      adopted = plus(adopted, file.bytes - kept);
    } else if (offline) {
      missing.push(each);
    } else {
      // An adoption that came to nothing has changed what is there.
      const before = cached === undefined ? kept : await tools.intake.keptBytes(model, file);
      await pullFile(model, file, tools, fileSignal, onEvent);
      downloaded = plus(downloaded, file.bytes - before);
    }
  };
  try {
    await runLimited(planned, jobs, signal, bring);
    throwIfInterrupted(signal);
  } catch (error) {
    throw signal.aborted ? stopped(planned, here, signal) : error;
  }
  return { ...downloaded, adopted, missing };
}

function plus({ files, bytes }: PullAmount, more: number): PullAmount {
  return { files: files + 1, bytes: bytes + more };
}

function stopped(
  planned: readonly PlannedFile[],
  here: ReadonlyMap<unknown, number>,
  signal: AbortSignal,
): HeimdexError {
  const kept = [...here.values()].reduce((total, bytes) => total + bytes, 0);
  const whole = planned.reduce((total, { file }) => total + file.bytes, 0);
  return new HeimdexError('interrupted', `stopped, ${formatShare(kept, whole)} kept`, {
    hint: 'run the same command again: it goes on from there',
    cause: interrupted(signal.reason).cause,
  });
}
