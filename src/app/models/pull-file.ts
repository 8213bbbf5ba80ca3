import { HeimdexError, throwIfInterrupted } from '../../domain/errors.ts';
import { digestOf } from '../../domain/manifest/digest-of.ts';
import type { ModelFile } from '../../domain/manifest/schema.ts';
import type { PartFile } from '../../domain/ports/model-intake.ts';
import type { HubModel } from '../../domain/ports/model-source.ts';
import type { OnPullEvent } from './pull-event.ts';
import type { PullFileTools } from './pull-file-tools.ts';
import { receiveFile } from './receive-file.ts';

/**
 * Brings one file into the store. What an earlier pull left is gone on from; a file with the wrong digest is fetched
 * once more from its beginning. Nothing gets its final name that does not have the digest of the manifest.
 *
 * @throws HeimdexError `transfer-mismatch`, `network`, `not-found-upstream`, `access-denied-upstream`, `disk`,
 *   `disk-full`, `interrupted`
 */
export async function pullFile(
  model: HubModel,
  file: ModelFile,
  tools: PullFileTools,
  signal: AbortSignal,
  emit: OnPullEvent,
): Promise<void> {
  const part = await tools.intake.openPart(model, file);
  try {
    if (part.bytes > file.bytes) await part.reset();
    emit({ type: 'file-started', model, file, at: part.bytes });
    for (let refetched = false; ; refetched = true) {
      await receiveFile(model, file, part, tools, signal, emit);
      const actual = await part.digest();
      throwIfInterrupted(signal);
      if (actual === digestOf(file).hex) break;
      if (refetched) await giveUp(model, file, part, actual);
      emit({ type: 'restarted', model, file, reason: 'its checksum was wrong' });
      await part.reset();
    }
    const setAside = await part.publish();
    if (setAside !== undefined) emit({ type: 'set-aside', model, file, keptAs: setAside });
    emit({ type: 'file-done', model, file });
  } finally {
    await part.close();
  }
}

async function giveUp(model: HubModel, file: ModelFile, part: PartFile, actual: string): Promise<never> {
  await part.discard();
  const { algorithm, hex } = digestOf(file);
  throw new HeimdexError(
    'transfer-mismatch',
    `checksum mismatch: ${file.path} of ${model.key}: expected ${algorithm} ${hex}, got ${actual}`,
    { hint: 'see whether a proxy or a mirror (HF_ENDPOINT) changes what the Hub sends' },
  );
}
