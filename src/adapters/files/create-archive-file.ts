import { type FileHandle, lstat, open, rename, rm, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { HeimdexError, hasSystemCode } from '../../domain/errors.ts';
import type { ArchiveSink } from '../../domain/ports/model-archive.ts';
import { translateDiskError } from './translate-disk-error.ts';

/**
 * Begins a file that gets its name only when it is whole; until then it lies beside, as `NAME.PID.part`.
 *
 * @param replace a file of this name may be there
 * @param bytes so many are going to be written: refused at once where the disk has no room for them
 * @throws HeimdexError `usage` where something is there, `disk`, `disk-full`
 */
export async function createArchiveFile(
  path: string,
  { replace, bytes }: { replace: boolean; bytes: number },
): Promise<ArchiveSink> {
  const on = translating(path);
  await on('write', async () => {
    await refuseWhatIsThere(path, replace);
    await requireSpace(path, bytes);
  });
  const part = `${path}.${process.pid}.part`;
  const handle = await on('write', () => open(part, 'wx'));
  let done = false;
  const end = async (): Promise<void> => {
    done = true;
    await handle.close();
  };
  return {
    write: (chunk) => on('write', () => writeAll(handle, chunk)),
    finish: () =>
      on('write', async () => {
        await handle.sync();
        await end();
        await rename(part, path);
      }).catch(async (error: unknown) => {
        await rm(part, { force: true });
        throw error;
      }),
    discard: async () => {
      if (done) return;
      await end();
      await rm(part, { force: true });
    },
  };
}

/** Only a plain file is ever replaced, and only where that was asked for. */
async function refuseWhatIsThere(path: string, replace: boolean): Promise<void> {
  const stats = await lstat(path).catch((error: unknown) => {
    if (hasSystemCode(error, 'ENOENT')) return undefined;
    throw error;
  });
  if (stats === undefined || (replace && stats.isFile())) return;
  throw new HeimdexError(
    'usage',
    stats.isFile() ? `${path} is there already` : `${path} is there already and is no plain file`,
    { hint: stats.isFile() ? 'name another file, or add --force to replace it' : 'name another file' },
  );
}

async function requireSpace(path: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(dirname(path));
  const free = bavail * bsize;
  if (free < bytes) throw Object.assign(new Error(`${bytes} bytes needed, ${free} free`), { code: 'ENOSPC' });
}

async function writeAll(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let offset = 0; offset < chunk.length; ) {
    const { bytesWritten } = await handle.write(chunk, offset, chunk.length - offset, null);
    offset += bytesWritten;
  }
}

function translating(path: string) {
  return async <T>(action: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      const translated = translateDiskError(error, action, path);
      if (!(translated instanceof HeimdexError) || translated === error) throw translated;
      const hint = hasSystemCode(error, 'ENOENT')
        ? 'make the folder first, or name a file in another one'
        : 'name a file in another folder, or on another disk';
      throw new HeimdexError(translated.code, translated.message, { hint, cause: error });
    }
  };
}
