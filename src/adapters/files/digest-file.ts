import { createHash, type Hash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { throwIfInterrupted } from '../../domain/errors.ts';
import type { DigestAlgorithm } from '../../domain/manifest/digest-of.ts';
import { type FileStamp, sameStamp, stampOf } from './inspect-file.ts';

export interface FileDigest {
  /** Lower-case hex digits. */
  readonly hex: string;
  /** The file as it was read; undefined where it changed meanwhile. */
  readonly stamp: FileStamp | undefined;
}

export interface DigestOptions {
  readonly signal: AbortSignal;
  /** Called with the bytes read since the last call. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/** Reads a file to its end and gives its digest. */
export type DigestFile = (
  path: string,
  algorithm: DigestAlgorithm,
  options: DigestOptions,
) => Promise<FileDigest>;

/** Large enough that reading costs a tenth of hashing, small enough to stay in the cache of a core. */
const BLOCK_BYTES = 1024 * 1024;

/** The digest of a file, made in this thread: while one block is hashed the next is read. */
export const digestFile: DigestFile = async (path, algorithm, options) => {
  const handle = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    const before = stampOf(await handle.stat({ bigint: true }));
    const hash = startDigest(algorithm, before.bytes);
    await hashAll(handle, hash, options);
    const after = stampOf(await handle.stat({ bigint: true }));
    return { hex: hash.digest('hex'), stamp: sameStamp(before, after) ? before : undefined };
  } finally {
    await handle.close();
  }
};

/**
 * A hash that is ready for a file's content.
 *
 * @param bytes size of the whole content: git's name for it begins with the size
 */
export function startDigest(algorithm: DigestAlgorithm, bytes: number): Hash {
  return algorithm === 'sha256' ? createHash('sha256') : createHash('sha1').update(`blob ${bytes}\0`);
}

async function hashAll(handle: FileHandle, hash: Hash, { signal, onBytes }: DigestOptions): Promise<void> {
  const blocks = [Buffer.allocUnsafeSlow(BLOCK_BYTES), Buffer.allocUnsafeSlow(BLOCK_BYTES)] as const;
  const read = (block: Buffer) => handle.read(block, 0, BLOCK_BYTES, null);
  let pending = read(blocks[0]);
  for (let turn = 0; ; turn++) {
    const { bytesRead, buffer } = await pending;
    if (bytesRead === 0) return;
    throwIfInterrupted(signal);
    pending = read(blocks[(turn + 1) % 2]!);
    hash.update(bytesRead === BLOCK_BYTES ? buffer : buffer.subarray(0, bytesRead));
    onBytes?.(bytesRead);
  }
}
