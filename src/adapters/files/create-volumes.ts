import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { basename, dirname, join, parse, resolve } from 'node:path';
import type { Volumes } from '../../domain/ports/video-walker.ts';
import type { Volume } from '../../domain/video.ts';

/**
 * The volumes of this machine. On Linux a volume is a mounted file system, known by its UUID where the system shows
 * one, else by its source; elsewhere by the root of the path and its device number.
 */
export function createVolumes(platform: NodeJS.Platform): Volumes {
  if (platform !== 'linux') return plainVolumes();
  const mounted = parseMounts(readFileSync('/proc/self/mountinfo', 'utf8'), readUuids());
  const longestFirst = [...mounted].sort((a, b) => b.mountPath.length - a.mountPath.length);
  return {
    mountPathOf: (volume) => mounted.find(({ identity }) => identity === volume.identity)?.mountPath,
    of(absolutePath) {
      const path = resolve(absolutePath);
      const holder = longestFirst.find(({ mountPath }) => isBelow(path, mountPath));
      return holder ?? { identity: 'root', label: '/', mountPath: '/' };
    },
  };
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

/**
 * The visible volumes of a mount table in the form of /proc/self/mountinfo (proc(5): fields 4 root, 5 mount point, and
 * behind the separator type and source; blanks as \040). What is mounted over another hides it.
 */
export function parseMounts(mountInfo: string, uuidOfDevice: ReadonlyMap<string, string>): Volume[] {
  const byMountPoint = new Map<string, Volume>();
  for (const line of mountInfo.split('\n')) {
    const [before, after] = line.split(' - ');
    if (before === undefined || after === undefined) continue;
    const [, , , root = '', mountPoint = ''] = before.split(' ').map(unescapeMount);
    const [type = '', source = ''] = after.split(' ').map(unescapeMount);
    const uuid = uuidOfDevice.get(source);
    // Memory file systems all have the same source: only the place where they are mounted tells them apart.
    const hasDevice = source.startsWith('/') || source.includes(':');
    const name = hasDevice ? `${type}:${source}` : `${type}:${source}@${mountPoint}`;
    const origin = uuid === undefined ? name : `uuid:${uuid}`;
    // A bind mount shows part of a file system: its root belongs to the identity.
    const identity = root === '/' ? origin : `${origin}:${root}`;
    const label = mountPoint === '/' ? '/' : basename(mountPoint);
    byMountPoint.set(mountPoint, { identity, label, mountPath: mountPoint });
  }
  return [...byMountPoint.values()];
}

function unescapeMount(field: string): string {
  return field.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
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
  const of = (absolutePath: string): Volume => {
    // The highest folder on the same device is the mount point.
    let mountPath = resolve(absolutePath);
    const { dev } = statSync(mountPath);
    while (mountPath !== parse(mountPath).root && statSync(dirname(mountPath)).dev === dev)
      mountPath = dirname(mountPath);
    return { identity: `mount:${mountPath}`, label: basename(mountPath) || mountPath, mountPath };
  };
  return { of, mountPathOf: ({ mountPath }) => (existsSync(mountPath) ? mountPath : undefined) };
}
