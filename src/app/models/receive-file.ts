import { HeimdexError, throwIfInterrupted } from '../../domain/errors.ts';
import { formatBytes } from '../../domain/format-bytes.ts';
import type { ModelFile } from '../../domain/manifest/schema.ts';
import type { PartFile } from '../../domain/ports/model-intake.ts';
import { type HubModel, TransferInterrupted } from '../../domain/ports/model-source.ts';
import type { OnPullEvent } from './pull-event.ts';
import type { PullFileTools } from './pull-file-tools.ts';
import { pause, waitFor } from './retry-wait.ts';

/** So many tries in a row may bring nothing new. */
const MAX_TRIES = 6;

/**
 * Receives what is missing of a file, trying again where the transfer breaks off. A try that brings bytes that no
 * earlier try has brought sets the count of failures back.
 *
 * @throws HeimdexError `network` after too many tries that brought nothing
 */
export async function receiveFile(
  model: HubModel,
  file: ModelFile,
  part: PartFile,
  tools: PullFileTools,
  signal: AbortSignal,
  emit: OnPullEvent,
): Promise<void> {
  let most = part.bytes;
  let failures = 0;
  while (part.bytes < file.bytes) {
    try {
      await receiveOnce(model, file, part, tools, signal, emit);
    } catch (error) {
      throwIfInterrupted(signal);
      if (!(error instanceof TransferInterrupted)) throw naming(error, model, file);
      failures = part.bytes > most ? 0 : failures + 1;
      most = Math.max(most, part.bytes);
      if (failures === MAX_TRIES) throw gaveUp(model, file, part, error);
      const { waitMs, askedMs } = waitFor(error, failures);
      emit({ type: 'retry', model, file, at: part.bytes, reason: error.message, waitMs, askedMs });
      await pause(waitMs, tools, signal);
    }
  }
}

async function receiveOnce(
  model: HubModel,
  file: ModelFile,
  part: PartFile,
  { source }: PullFileTools,
  signal: AbortSignal,
  emit: OnPullEvent,
): Promise<void> {
  const incoming = await source.fetch(model, file, part.bytes, signal);
  if (incoming.from !== part.bytes) {
    await part.reset();
    emit({ type: 'restarted', model, file, reason: 'the server cannot go on from the middle' });
  }
  for await (const chunk of incoming.bytes) {
    await part.appendLent(chunk);
    emit({ type: 'bytes', model, file, at: part.bytes });
  }
}

/** The source knows what went wrong; only here it is known with which file. */
function naming(error: unknown, model: HubModel, file: ModelFile): unknown {
  if (!(error instanceof HeimdexError) || error.code === 'disk' || error.code === 'disk-full') return error;
  const details = error.hint === undefined ? { cause: error } : { hint: error.hint, cause: error };
  return new HeimdexError(error.code, `${file.path} of ${model.key}: ${error.message}`, details);
}

function gaveUp(model: HubModel, file: ModelFile, part: PartFile, error: TransferInterrupted): HeimdexError {
  const kept = formatBytes(part.bytes);
  return new HeimdexError(
    'network',
    `network: gave up after ${MAX_TRIES} tries, ${kept} kept: ${file.path} of ${model.key}: ${error.message}`,
    { hint: 'run the same command again when the network is back: it goes on from there', cause: error },
  );
}
