import { type BigIntStats, constants } from 'node:fs';
import { access, lstat, readdir, realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { HeimdexError, hasSystemCode, throwIfInterrupted } from '../../domain/errors.ts';
import { kindOfName } from '../../domain/media-kind.ts';
import type { VideoWalker, WalkEntry } from '../../domain/ports/video-walker.ts';
import { isSidecarName } from '../../domain/subtitles/match-sidecars.ts';
import { pathFromBytes, systemPath } from '../../domain/system-path.ts';
import type { SkipReason } from '../../domain/video.ts';

/** Folders and files that operating systems and NAS boxes leave behind. */
const SYSTEM_JUNK = new Set([
  '$RECYCLE.BIN',
  'System Volume Information',
  '@eaDir',
  'lost+found',
  '__MACOSX',
]);

/** Walks real folders. */
export function createVideoWalker(): VideoWalker {
  return { resolveRoot, walk, isGone };
}

async function isGone(absolutePath: string): Promise<boolean> {
  try {
    await lstat(systemPath(absolutePath));
    return false;
  } catch (error) {
    return hasSystemCode(error, 'ENOENT', 'ENOTDIR');
  }
}

async function resolveRoot(named: string): Promise<string> {
  try {
    return pathFromBytes(await realpath(systemPath(named), { encoding: 'buffer' }));
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
    stats = await lstat(systemPath(root), { bigint: true });
  } catch {
    // It was there when the run began: a drive pulled out meanwhile must not stop the other roots.
    yield { kind: 'skipped', path: root, reason: 'unreadable' };
    return;
  }
  if (stats.isDirectory()) yield* walkFolder(root, [identityOf(stats)], signal);
  else yield await judgeFile(root, stats, { named: true });
}

/**
 * @param line the identities of the folder and of those above it, up to the root: a mount below itself would have no end
 */
async function* walkFolder(
  folder: string,
  line: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<WalkEntry> {
  let names: Buffer[];
  try {
    names = await readdir(systemPath(folder), { encoding: 'buffer' });
  } catch {
    yield { kind: 'skipped', path: folder, reason: 'unreadable' };
    return;
  }
  for (const bytes of names.sort(Buffer.compare)) {
    throwIfInterrupted(signal);
    const name = pathFromBytes(bytes);
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
      stats = await lstat(systemPath(path), { bigint: true });
    } catch {
      yield { kind: 'skipped', path, reason: 'unreadable' };
      continue;
    }
    if (!stats.isDirectory()) {
      // It is read with its video (docs/decisions/031-existing-text.md).
      if (!isSidecarName(name)) yield await judgeFile(path, stats, { named: false });
    } else if (line.includes(identityOf(stats))) yield { kind: 'skipped', path, reason: 'loop' };
    else yield* walkFolder(path, [...line, identityOf(stats)], signal);
  }
}

/** What tells a folder from all others, by whatever path it is reached; where the file system does not say, its times. */
function identityOf({ dev, ino, birthtimeNs, ctimeNs }: BigIntStats): string {
  return ino === 0n ? `${dev}:${birthtimeNs}:${ctimeNs}` : `${dev}:${ino}`;
}

async function judgeFile(path: string, stats: BigIntStats, options: { named: boolean }): Promise<WalkEntry> {
  const skipped = (reason: SkipReason): WalkEntry => ({ kind: 'skipped', path, reason });
  if (stats.isSymbolicLink()) return skipped('link');
  if (!stats.isFile()) return skipped('special');
  if (!options.named && kindOfName(basename(path)) === undefined) return skipped('not-a-video');
  if (stats.size === 0n) return skipped('empty');
  try {
    await access(systemPath(path), constants.R_OK);
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

function reasonOf(error: unknown): string {
  if (hasSystemCode(error, 'ENOENT', 'ENOTDIR')) return 'no such file or folder';
  if (hasSystemCode(error, 'EACCES', 'EPERM')) return 'permission denied';
  return (error as Error).message;
}
