import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { HeimdexError, hasSystemCode, throwIfInterrupted } from '../../domain/errors.ts';
import { digestOf } from '../../domain/manifest/digest-of.ts';
import { mendingCommand } from '../../domain/manifest/mending-command.ts';
import type { Model, ModelFile } from '../../domain/manifest/schema.ts';
import type { ModelOutlet } from '../../domain/ports/model-archive.ts';
import { startDigest } from './digest-file.ts';
import { inspectFile } from './inspect-file.ts';
import { type ModelPlaces, modelFolder } from './model-places.ts';
import { translateDiskError } from './translate-disk-error.ts';

const BLOCK_BYTES = 1024 * 1024;

/** The way of models out of the store: what goes out is hashed on its way, whatever was known of it. */
export function createModelOutlet(places: ModelPlaces): ModelOutlet {
  return {
    async *read(model, file, signal) {
      const path = join(modelFolder(places, model), file.path);
      let handle: FileHandle | undefined;
      try {
        handle = await openWhole(places, model, file, path);
        yield* readHashed(handle, model, file, signal);
      } catch (error) {
        throw translateDiskError(error, 'read', path);
      } finally {
        await handle?.close();
      }
    },
  };
}

async function openWhole(
  places: ModelPlaces,
  model: Model,
  file: ModelFile,
  path: string,
): Promise<FileHandle> {
  const finding = await inspectFile(modelFolder(places, model), file.path);
  if (finding.kind === 'irregular') throw damaged(model, file, 'it is a link or no plain file');
  if (finding.kind === 'absent') throw missing(model, file);
  if (finding.stamp.bytes !== file.bytes) {
    throw damaged(model, file, `expected ${file.bytes} bytes, got ${finding.stamp.bytes}`);
  }
  try {
    return await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  } catch (error) {
    throw hasSystemCode(error, 'ENOENT') ? missing(model, file) : error;
  }
}

async function* readHashed(
  handle: FileHandle,
  model: Model,
  file: ModelFile,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { algorithm, hex } = digestOf(file);
  const hash = startDigest(algorithm, file.bytes);
  const block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  for (let left = file.bytes; left > 0; ) {
    throwIfInterrupted(signal);
    const { bytesRead } = await handle.read(block, 0, Math.min(BLOCK_BYTES, left), null);
    if (bytesRead === 0) throw damaged(model, file, 'it became shorter while it was read');
    const chunk = block.subarray(0, bytesRead);
    hash.update(chunk);
    left -= bytesRead;
    yield chunk;
  }
  const actual = hash.digest('hex');
  if (actual !== hex) throw damaged(model, file, `expected ${algorithm}:${hex}, got ${algorithm}:${actual}`);
}

function missing(model: Model, file: ModelFile): HeimdexError {
  return new HeimdexError(
    'model-missing',
    `the model ${model.key} is not here whole: ${file.path} is missing`,
    {
      hint: mendingCommand(model),
    },
  );
}

function damaged(model: Model, file: ModelFile, difference: string): HeimdexError {
  return new HeimdexError('model-damaged', `the model ${model.key} is damaged: ${file.path}: ${difference}`, {
    hint: mendingCommand(model),
  });
}
