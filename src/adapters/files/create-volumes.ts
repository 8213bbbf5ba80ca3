import { opendirSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { basename, dirname, join, parse, resolve } from 'node:path';
import type { Volumes } from '../../domain/ports/video-walker.ts';
import { pathFromBytes, systemPath } from '../../domain/system-path.ts';
import type { Volume } from '../../domain/video.ts';
import { isBelow, parseMounts } from './parse-mounts.ts';

/**
 * The volumes of this machine. On Linux a volume is a mounted file system, known by its UUID where the system shows
 * one, else by its source; elsewhere by the root of the path and its device number. A mount point at which nothing lies
 * is no volume's: the drive that was there is away (decision 026).
 */
export function createVolumes(platform: NodeJS.Platform): Volumes {
  const volumes = platform === 'linux' ? linuxVolumes() : plainVolumes();
  let empty = new Map<string, boolean>();
  return {
    of: volumes.of,
    mountPathOf(volume) {
      const mountPath = volumes.mountPathOf(volume);
      if (mountPath === undefined || mountPath === parse(mountPath).root) return mountPath;
      const known = empty.get(mountPath) ?? isEmpty(mountPath);
      empty.set(mountPath, known);
      return known ? undefined : mountPath;
    },
    lookAgain() {
      empty = new Map();
      volumes.lookAgain();
    },
  };
}

/** What file systems and operating systems put on a drive of themselves. */
const OWN_FOLDERS = new Set(['lost+found', 'System Volume Information', '$RECYCLE.BIN', '.Trashes']);

/** A folder that may not be looked into is not known to be empty. */
function isEmpty(path: string): boolean {
  try {
    const folder = opendirSync(systemPath(path));
    try {
      for (let entry = folder.readSync(); entry !== null; entry = folder.readSync())
        if (!OWN_FOLDERS.has(entry.name)) return false;
      return true;
    } finally {
      folder.closeSync();
    }
  } catch {
    return false;
  }
}

function linuxVolumes(): Volumes {
  let text = '';
  let mounted: Volume[] = [];
  let lastFolder: string | undefined;
  const look = () => {
    const now = pathFromBytes(readFileSync('/proc/self/mountinfo'));
    if (now === text) return;
    text = now;
    mounted = parseMounts(now, readUuids()).sort((a, b) => b.mountPath.length - a.mountPath.length);
  };
  look();
  return {
    mountPathOf: (volume) => mounted.findLast(({ identity }) => identity === volume.identity)?.mountPath,
    of(absolutePath) {
      const path = resolve(absolutePath);
      // Looking into a folder may mount what belongs there, and a drive may come or go in the middle of a walk.
      if (dirname(path) !== lastFolder) look();
      lastFolder = dirname(path);
      const holder = mounted.find(({ mountPath }) => isBelow(path, mountPath));
      return holder ?? { identity: 'root', label: '/', mountPath: '/' };
    },
    lookAgain: look,
  };
}

function readUuids(): Map<string, string> {
  const folder = '/dev/disk/by-uuid';
  const uuids = new Map<string, string>();
  try {
    for (const uuid of readdirSync(folder))
      uuids.set(resolve(folder, readlinkSync(join(folder, uuid))), uuid);
  } catch {
    // Containers often show no such folder: the source's name has to do.
  }
  return uuids;
}

function plainVolumes(): Volumes {
  return {
    of(absolutePath) {
      // The highest folder on the same device is the mount point.
      let mountPath = resolve(absolutePath);
      while (mountPath !== parse(mountPath).root && !isMountPoint(mountPath)) mountPath = dirname(mountPath);
      return { identity: `mount:${mountPath}`, label: basename(mountPath) || mountPath, mountPath };
    },
    // The folder of an unmounted drive may stay: it lies on its parent's device then.
    mountPathOf: ({ mountPath }) => (isMountPoint(mountPath) ? mountPath : undefined),
    lookAgain() {},
  };
}

/** Whether a folder is there, and is a root or lies on another device than the folder that it is in. */
function isMountPoint(folder: string): boolean {
  const device = deviceOf(folder);
  return device !== undefined && (folder === parse(folder).root || device !== deviceOf(dirname(folder)));
}

function deviceOf(path: string): number | undefined {
  try {
    return statSync(systemPath(path)).dev;
  } catch {
    return undefined;
  }
}
