import type { BigIntStats } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { hasSystemCode } from '../../domain/errors.ts';

export type FileFinding =
  | { readonly kind: 'absent' }
  /** A link, a folder or a device lies in its place, or a folder on the way to it is a link. */
  | { readonly kind: 'irregular' }
  | {
      readonly kind: 'file';
      readonly stamp: FileStamp;
      /**
       * Time of the last change of any kind, nanoseconds since 1970. No program can set it back, but harmless things
       * change it too: it is worth something for as long as a model is being loaded, not from one run to the next.
       */
      readonly changeNs: bigint;
    };

/** What changes when a file is written or replaced. */
export interface FileStamp {
  readonly bytes: number;
  /** Time of the last modification, nanoseconds since 1970, as text: a number can't hold it. */
  readonly mtimeNs: string;
  readonly inode: string;
}

export function stampOf(stats: BigIntStats): FileStamp {
  return { bytes: Number(stats.size), mtimeNs: String(stats.mtimeNs), inode: String(stats.ino) };
}

export function sameStamp(a: FileStamp, b: FileStamp): boolean {
  return a.bytes === b.bytes && a.mtimeNs === b.mtimeNs && a.inode === b.inode;
}

/**
 * Looks at a file of a model without following links: a link in the store could lead the weights that were checked
 * and the weights that are loaded to different places.
 *
 * @param path relative, with "/"
 */
export async function inspectFile(folder: string, path: string): Promise<FileFinding> {
  const parts = path.split('/');
  try {
    let current = folder;
    for (const part of parts.slice(0, -1)) {
      current = join(current, part);
      if (!(await lstat(current)).isDirectory()) return { kind: 'irregular' };
    }
    const stats = await lstat(join(current, parts.at(-1)!), { bigint: true });
    if (!stats.isFile()) return { kind: 'irregular' };
    return { kind: 'file', stamp: stampOf(stats), changeNs: stats.ctimeNs };
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT', 'ENOTDIR')) return { kind: 'absent' };
    throw error;
  }
}
