import { HeimdexError, throwIfInterrupted } from '../../../domain/errors.ts';
import { digestOf } from '../../../domain/manifest/digest-of.ts';
import type { Model, ModelFile } from '../../../domain/manifest/schema.ts';
import type { ModelFolder } from '../../../domain/ports/model-folder.ts';
import { requireSpace } from '../require-space.ts';
import type { AddTools, OnAddEvent } from './add-tools.ts';

/**
 * Copies those files of a model into the store that are not there whole, one after the other. Each gets its name only
 * when its bytes have the digest that was just found. Returns what was brought.
 *
 * @throws HeimdexError `disk-full`, `disk`, `interrupted`, `model-damaged` where a file changed meanwhile
 */
export async function copyFilesIn(
  model: Model,
  folder: ModelFolder,
  { store, intake }: Pick<AddTools, 'store' | 'intake'>,
  signal: AbortSignal,
  emit: OnAddEvent,
): Promise<ModelFile[]> {
  const missing: ModelFile[] = [];
  for (const file of model.files) {
    const { state } = await store.checkFile(model, file, { quick: true, signal });
    if (state !== 'ok') missing.push(file);
  }
  const needed = missing.reduce((sum, { bytes }) => sum + bytes, 0);
  if (needed > 0) await requireSpace(needed, intake);
  emit({ type: 'phase', phase: 'copying', bytes: needed });
  for (const file of missing) await copyFile(model, file, folder, intake, signal, emit);
  return missing;
}

async function copyFile(
  model: Model,
  file: ModelFile,
  folder: ModelFolder,
  intake: AddTools['intake'],
  signal: AbortSignal,
  emit: OnAddEvent,
): Promise<void> {
  const part = await intake.openPart(model, file);
  try {
    // What an interrupted copy has left costs more to trust than to copy again.
    await part.reset();
    for await (const chunk of folder.read(file.path, signal)) {
      throwIfInterrupted(signal);
      if (part.bytes + chunk.length > file.bytes) throw changed(file);
      await part.append(chunk);
      emit({ type: 'bytes', phase: 'copying', bytes: chunk.length });
    }
    if ((await part.digest()) !== digestOf(file).hex) throw changed(file);
    throwIfInterrupted(signal);
    await part.publish();
  } catch (error) {
    await part.discard();
    throw error;
  } finally {
    await part.close();
  }
}

function changed({ path }: ModelFile): HeimdexError {
  return new HeimdexError('model-damaged', `${path} was changed while it was copied`, {
    hint: 'run it again when nobody writes to the folder any more',
  });
}
