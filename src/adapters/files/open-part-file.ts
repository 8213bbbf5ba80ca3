import { constants } from 'node:fs';
import { chmod, type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { hasSystemCode } from '../../domain/errors.ts';
import type { DigestAlgorithm } from '../../domain/manifest/digest-of.ts';
import type { PartFile } from '../../domain/ports/model-intake.ts';
import { type BackgroundSync, createBackgroundSync } from './create-background-sync.ts';
import { createBlockWriter } from './create-block-writer.ts';
import { hashBegin } from './hash-begin.ts';
import type { StartHashingWriter } from './hashing-writer.ts';
import { type FileStamp, stampOf } from './inspect-file.ts';
import { partPath } from './model-places.ts';
import { setAside } from './set-aside.ts';
import { syncFolder } from './sync-folder.ts';
import { translateDiskError } from './translate-disk-error.ts';

export interface PartOptions {
  readonly algorithm: DigestAlgorithm;
  /** Size of the whole file. */
  readonly bytes: number;
  readonly startWriter: StartHashingWriter;
  readonly onPublished: (stamp: FileStamp, hex: string) => void;
}

/**
 * Opens the part of a file that lies beside its final place, or begins one. What an earlier pull left is hashed again
 * meanwhile: appending waits for it, asking the network for the rest does not.
 *
 * @param path absolute path of the final place, whose folder is there
 */
export async function openPartFile(path: string, options: PartOptions): Promise<PartFile> {
  const part = partPath(path);
  const on = translating(part);
  const handle = await on('write', () => openForWriting(part));
  const earlier = await on('read', async () => (await handle.stat()).size);
  let hashing = options.startWriter(options.algorithm, options.bytes);
  let rehash = hashBegin(handle, hashing, earlier);
  const sync = createBackgroundSync(handle);
  const writer = createBlockWriter(earlier, {
    write: async (block, position) => {
      await hashing.write(handle, block, position);
      await sync.wrote(block.length);
    },
    truncate: () => handle.truncate(0),
  });
  let hex: string | undefined;
  let closed = false;
  const end = async (): Promise<void> => {
    closed = true;
    rehash.stop();
    // A write that is under way when its file is closed could end up in the next file that is opened.
    await Promise.allSettled([rehash.done, writer.idle()]);
    const failure = await sync.done().catch((error: unknown) => error);
    hashing.drop();
    await handle.close();
    if (isLost(failure)) await rm(part, { force: true });
  };
  const append = async (chunk: Uint8Array, how: 'append' | 'appendLent'): Promise<void> => {
    await rehash.done;
    await writer[how](chunk);
  };
  const reset = async (): Promise<void> => {
    rehash.stop();
    await rehash.done;
    await writer.reset();
    hashing.drop();
    hashing = options.startWriter(options.algorithm, options.bytes);
    rehash = hashBegin(handle, hashing, 0);
    hex = undefined;
  };
  const digest = async (): Promise<string> => {
    await rehash.done;
    await writer.flush();
    hex ??= await hashing.digest();
    return hex;
  };
  const publish = async (): Promise<string | undefined> => {
    const stamp = await makeSafe(handle, part, sync).finally(end);
    const replaced = await setAside(path);
    await rename(part, path);
    await syncFolder(dirname(path));
    options.onPublished(stamp, hex!);
    return replaced;
  };
  const discard = async (): Promise<void> => {
    await end();
    await rm(part, { force: true });
  };
  const close = async (): Promise<void> => {
    if (closed) return;
    await writer.flush().finally(end);
    if (writer.end === 0) await rm(part, { force: true });
  };
  return {
    get bytes() {
      return writer.end;
    },
    append: (chunk) => on('write', () => append(chunk, 'append')),
    appendLent: (chunk) => on('write', () => append(chunk, 'appendLent')),
    reset: () => on('write', reset),
    digest: () => on('write', digest),
    publish: () => on('write', publish),
    discard: () => on('remove', discard),
    close: () => on('write', close),
  };
}

function translating(path: string) {
  return async <T>(action: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw translateDiskError(error, action, path);
    }
  };
}

async function openForWriting(part: string): Promise<FileHandle> {
  const flags = constants.O_RDWR | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0);
  try {
    return await open(part, flags, 0o600);
  } catch (error) {
    if (!hasSystemCode(error, 'EACCES')) throw error;
    // A pull that was killed just before the file got its name has left it read-only.
    await chmod(part, 0o600);
    return open(part, flags, 0o600);
  }
}

/** The bytes reach the disk before the name does: after a power cut the name never stands for less than the whole. */
async function makeSafe(handle: FileHandle, part: string, sync: BackgroundSync): Promise<FileStamp> {
  try {
    await handle.chmod(0o444);
    await sync.done();
    await handle.sync();
    return stampOf(await handle.stat({ bigint: true }));
  } catch (error) {
    if (isLost(error)) await rm(part, { force: true });
    throw error;
  }
}

/** After a failed sync nobody knows what is on the disk. */
function isLost(error: unknown): boolean {
  return hasSystemCode(error, 'EIO');
}
