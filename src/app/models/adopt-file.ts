import { throwIfInterrupted } from '../../domain/errors.ts';
import { digestOf } from '../../domain/manifest/digest-of.ts';
import type { ModelFile } from '../../domain/manifest/schema.ts';
import { type CachedFile, CacheUnreadable } from '../../domain/ports/model-cache.ts';
import type { ModelIntake, PartFile } from '../../domain/ports/model-intake.ts';
import type { HubModel } from '../../domain/ports/model-source.ts';
import { orInterrupted } from '../flow/or-interrupted.ts';
import type { OnPullEvent } from './pull-event.ts';

/**
 * Takes one file from the cache of another program into the store: as a clone where the file system can make one, else
 * as a copy. It is the copy that is hashed, so nothing that happens to the original meanwhile can slip in.
 *
 * @returns whether it is in the store now; where not, what can be gone on from is kept for a download
 * @throws HeimdexError `disk`, `disk-full`, `interrupted`
 */
export async function adoptFile(
  model: HubModel,
  file: ModelFile,
  cached: CachedFile,
  intake: ModelIntake,
  signal: AbortSignal,
  emit: OnPullEvent,
): Promise<boolean> {
  throwIfInterrupted(signal);
  const cloned = await intake.clonePart(model, file, cached.path);
  const part = await intake.openPart(model, file);
  try {
    if (part.bytes > file.bytes) await part.reset();
    emit({ type: 'adopt-started', model, file, at: cloned ? 0 : part.bytes, from: cached.path });
    // What an earlier pull has left may be the damaged part of it: then the whole is copied once more.
    for (let wholly = cloned || part.bytes === 0; ; wholly = true) {
      await copyRest(model, file, cached, part, signal, emit);
      const actual = await orInterrupted(part.digest(), signal);
      if (actual === digestOf(file).hex) break;
      await part.reset();
      if (wholly) return refused(model, file, 'is damaged', emit);
    }
    const setAside = await part.publish();
    if (setAside !== undefined) emit({ type: 'set-aside', model, file, keptAs: setAside });
    emit({ type: 'file-adopted', model, file, from: cached.path });
    return true;
  } catch (error) {
    if (!(error instanceof CacheUnreadable)) throw error;
    return refused(model, file, `can't be read: ${error.message}`, emit);
  } finally {
    await part.close();
  }
}

async function copyRest(
  model: HubModel,
  file: ModelFile,
  cached: CachedFile,
  part: PartFile,
  signal: AbortSignal,
  emit: OnPullEvent,
): Promise<void> {
  if (part.bytes === file.bytes) return;
  for await (const chunk of cached.read(part.bytes)) {
    throwIfInterrupted(signal);
    await part.append(chunk);
    emit({ type: 'bytes', model, file, at: part.bytes });
  }
}

function refused(model: HubModel, file: ModelFile, how: string, emit: OnPullEvent): false {
  emit({ type: 'not-adopted', model, file, reason: `the Hugging Face cache's copy ${how}` });
  return false;
}
