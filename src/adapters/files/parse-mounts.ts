import { basename } from 'node:path';
import type { Volume } from '../../domain/video.ts';

interface Mount extends Volume {
  readonly id: string;
  readonly parent: string;
}

/** Mounts that hold nothing themselves: the file system that they bring comes with the first look into the folder. */
const TRIGGERS = new Set(['autofs']);

/**
 * The visible volumes of a mount table in the form of /proc/self/mountinfo (proc(5): fields 1 and 2 the identities of the
 * mount and of the one it lies on, 4 root, 5 mount point, and behind the separator type and source; blanks as \040).
 * What is mounted over another, or over a folder above it, hides it.
 */
export function parseMounts(mountInfo: string, uuidOfDevice: ReadonlyMap<string, string>): Volume[] {
  const mounts: Mount[] = [];
  for (const line of mountInfo.split('\n')) {
    const [before, after] = line.split(' - ');
    if (before === undefined || after === undefined) continue;
    const [id = '', parent = '', , root = '', mountPath = ''] = before.split(' ').map(unescapeMount);
    const [type = '', source = ''] = after.split(' ').map(unescapeMount);
    const uuid = uuidOfDevice.get(source);
    // Memory file systems all have the same source: only the place where they are mounted tells them apart.
    const hasDevice = source.startsWith('/') || source.includes(':');
    const name = hasDevice ? `${type}:${source}` : `${type}:${source}@${mountPath}`;
    const origin = TRIGGERS.has(type) ? '' : uuid === undefined ? name : `uuid:${uuid}`;
    // A bind mount shows part of a file system: its root belongs to the identity.
    const identity = root === '/' || origin === '' ? origin : `${origin}:${root}`;
    const label = mountPath === '/' ? '/' : basename(mountPath);
    mounts.push({ id, parent, identity, label, mountPath });
  }
  return mounts
    .filter((mount) => mount.identity !== '' && isReachable(mount, mounts))
    .map(({ identity, label, mountPath }) => ({ identity, label, mountPath }));
}

/** Whether a path through the mounts leads to this one, and nothing is mounted on its root. */
function isReachable(mount: Mount, mounts: readonly Mount[]): boolean {
  const isCovered = mounts.some((other) => other.parent === mount.id && other.mountPath === mount.mountPath);
  return !isCovered && isOnTheWay(mount, mounts);
}

/** Whether a path through the mounts leads to this one; what is mounted later on the same folder lies on top of it. */
function isOnTheWay(mount: Mount, mounts: readonly Mount[]): boolean {
  const parent = mounts.find(({ id }) => id === mount.parent);
  if (parent === undefined || parent === mount) return true;
  const isCutOff = mounts.some(
    (other) =>
      other !== mount &&
      other.parent === mount.parent &&
      other.mountPath !== mount.mountPath &&
      isBelow(mount.mountPath, other.mountPath),
  );
  return !isCutOff && isOnTheWay(parent, mounts);
}

/** Whether a path is a folder or lies in it. Both absolute. */
export function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

function unescapeMount(field: string): string {
  return field.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}
