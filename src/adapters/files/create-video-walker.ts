import { type BigIntStats, constants } from 'node:fs';
import { access, lstat, readdir, realpath } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { HeimdexError, hasSystemCode, throwIfInterrupted } from '../../domain/errors.ts';
import type { VideoWalker, WalkEntry } from '../../domain/ports/video-walker.ts';
import type { SkipReason } from '../../domain/video.ts';

/** Endings of the containers that the decoder is allowed to open (see adapters/ffmpeg/containers.ts). */
const VIDEO_ENDINGS = new Set(
  '.mp4 .m4v .mov .qt .mkv .webm .avi .mpg .mpeg .m2v .vob .ts .mts .m2ts .wmv .asf .flv .f4v .3gp .3g2 .ogv .ogm .mxf .dv'.split(
    ' ',
  ),
);

/** Folders and files that operating systems and NAS boxes leave behind. */
const SYSTEM_JUNK = new Set([
  '$RECYCLE.BIN',
  'System Volume Information',
  '@eaDir',
  'lost+found',
  '__MACOSX',
]);

const isUtf8 = new TextDecoder('utf-8', { fatal: true });

/** Walks real folders. */
export function createVideoWalker(): VideoWalker {
  return { resolveRoot, walk, isGone };
}

async function isGone(absolutePath: string): Promise<boolean> {
  try {
    await lstat(absolutePath);
    return false;
  } catch (error) {
    return hasSystemCode(error, 'ENOENT', 'ENOTDIR');
  }
}

async function resolveRoot(named: string): Promise<string> {
  try {
    return await realpath(named);
  } catch (error) {
    throw new HeimdexError('path-not-found', `${named} can't be read: ${reasonOf(error)}`, {
      hint: 'check the path, and that its drive is mounted',
      cause: error,
    });
  }
}

async function* walk(root: string, signal: AbortSignal): AsyncGenerator<WalkEntry> {
  let stats: BigIntStats;
  try {
    stats = await lstat(root, { bigint: true });
  } catch {
    // It was there when the run began: a drive pulled out meanwhile must not stop the other roots.
    yield { kind: 'skipped', path: root, reason: 'unreadable' };
    return;
  }
  if (stats.isDirectory()) yield* walkFolder(root, signal);
  else yield await judgeFile(root, stats, { named: true });
}

async function* walkFolder(folder: string, signal: AbortSignal): AsyncGenerator<WalkEntry> {
  let names: Buffer[];
  try {
    names = await readdir(folder, { encoding: 'buffer' });
  } catch {
    yield { kind: 'skipped', path: folder, reason: 'unreadable' };
    return;
  }
  for (const bytes of names.sort(Buffer.compare)) {
    throwIfInterrupted(signal);
    const name = decode(bytes);
    if (name === undefined) {
      yield { kind: 'skipped', path: join(folder, bytes.toString('latin1')), reason: 'name-not-utf8' };
      continue;
    }
    const path = join(folder, name);
    if (name.startsWith('.')) {
      yield { kind: 'skipped', path, reason: 'hidden' };
      continue;
    }
    if (SYSTEM_JUNK.has(name)) {
      yield { kind: 'skipped', path, reason: 'system-junk' };
      continue;
    }
    let stats: BigIntStats;
    try {
      stats = await lstat(path, { bigint: true });
    } catch {
      yield { kind: 'skipped', path, reason: 'unreadable' };
      continue;
    }
    if (stats.isDirectory()) yield* walkFolder(path, signal);
    else yield await judgeFile(path, stats, { named: false });
  }
}

async function judgeFile(path: string, stats: BigIntStats, options: { named: boolean }): Promise<WalkEntry> {
  const skipped = (reason: SkipReason): WalkEntry => ({ kind: 'skipped', path, reason });
  if (stats.isSymbolicLink()) return skipped('link');
  if (!stats.isFile()) return skipped('special');
  if (!options.named && !VIDEO_ENDINGS.has(extname(basename(path)).toLowerCase()))
    return skipped('not-a-video');
  if (stats.size === 0n) return skipped('empty');
  try {
    await access(path, constants.R_OK);
  } catch {
    return skipped('unreadable');
  }
  return {
    kind: 'file',
    file: {
      absolutePath: path,
      bytes: Number(stats.size),
      // SQLite's integers are signed; some file systems use the whole unsigned range.
      modifiedNs: BigInt.asIntN(64, stats.mtimeNs),
      inode: BigInt.asIntN(64, stats.ino),
    },
  };
}

function decode(name: Buffer): string | undefined {
  try {
    return isUtf8.decode(name);
  } catch {
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  if (hasSystemCode(error, 'ENOENT', 'ENOTDIR')) return 'no such file or folder';
  if (hasSystemCode(error, 'EACCES', 'EPERM')) return 'permission denied';
  return (error as Error).message;
}
