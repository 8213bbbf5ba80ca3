import { constants, type Dirent } from 'node:fs';
import { type FileHandle, open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { HeimdexError, hasSystemCode, throwIfInterrupted } from '../../domain/errors.ts';
import type { FolderFile, ModelFolder } from '../../domain/ports/model-folder.ts';
import { translateDiskError } from './translate-disk-error.ts';

/** A repository with every number format has some hundred files. */
const MAX_FILES = 10_000;
/** The largest tokenizer.json has 34 MB. */
const MAX_TEXT_BYTES = 256 * 1024 * 1024;
const BLOCK_BYTES = 1024 * 1024;

/** A folder of the user's that holds a model. */
export function openModelFolder(path: string): ModelFolder {
  const pathOf = (file: string) => join(path, file);
  return {
    path,
    pathOf,
    files: () => on(path, () => listFiles(path)),
    readText: (file) =>
      on(pathOf(file), async () => {
        const { size } = await stat(pathOf(file));
        if (size > MAX_TEXT_BYTES) {
          throw new HeimdexError('model-damaged', `${file} has ${size} bytes, too many for a JSON file`, {
            hint: 'take it again from where the model came',
          });
        }
        return readFile(pathOf(file), 'utf8');
      }),
    read: (file, signal) => readBlocks(pathOf(file), signal),
  };
}

async function listFiles(folder: string): Promise<FolderFile[]> {
  const found: FolderFile[] = [];
  const walk = async (prefix: string, deeper: boolean): Promise<void> => {
    for (const entry of await readdir(join(folder, prefix), { withFileTypes: true })) {
      const path = `${prefix}${entry.name}`;
      const kind = await kindOf(join(folder, path), entry);
      if (kind?.folder === true && deeper) await walk(`${path}/`, false);
      if (kind?.folder === false) found.push({ path, bytes: kind.bytes });
      if (found.length > MAX_FILES) {
        throw new HeimdexError('usage', `${folder} holds more than ${MAX_FILES} files: that is no model`, {
          hint: 'name the folder that holds the model alone',
        });
      }
    }
  };
  await walk('', true);
  return found;
}

/** Links are followed, as the Hub's cache is made of them; whatever is neither file nor folder is passed over. */
async function kindOf(
  path: string,
  entry: Dirent,
): Promise<{ folder: true } | { folder: false; bytes: number } | undefined> {
  if (entry.isDirectory()) return { folder: true };
  if (!entry.isFile() && !entry.isSymbolicLink()) return undefined;
  try {
    const stats = await stat(path);
    if (stats.isDirectory()) return { folder: true };
    return stats.isFile() ? { folder: false, bytes: stats.size } : undefined;
  } catch (error) {
    // A link that leads nowhere is no file; what is needed and not there is told by name.
    if (hasSystemCode(error, 'ENOENT', 'ELOOP')) return undefined;
    throw error;
  }
}

async function* readBlocks(path: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  // Without NONBLOCK a pipe that has taken the file's place would be waited for.
  const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
  const handle = await on(path, () => open(path, flags));
  try {
    yield* blocksOf(handle, path, signal);
  } finally {
    await handle.close();
  }
}

async function* blocksOf(handle: FileHandle, path: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  for (;;) {
    throwIfInterrupted(signal);
    const { bytesRead } = await on(path, () => handle.read(block, 0, BLOCK_BYTES, null));
    if (bytesRead === 0) return;
    // The reader is done with a block before it asks for the next.
    yield block.subarray(0, bytesRead);
  }
}

async function on<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw translateDiskError(error, 'read', path);
  }
}
