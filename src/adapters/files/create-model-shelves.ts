import type { Dirent } from 'node:fs';
import { lstat, readdir, rmdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { hasSystemCode } from '../../domain/errors.ts';
import type { ModelShelves, StoredThing } from '../../domain/ports/model-shelves.ts';
import type { ModelPlaces } from './model-places.ts';
import { translateDiskError } from './translate-disk-error.ts';

/** The folder of all models, seen as it is on disk. */
export function createModelShelves(places: Pick<ModelPlaces, 'home'>): ModelShelves {
  const root = join(places.home, 'models');
  return {
    async names() {
      const entries = await entriesOf(root);
      const names = (list: Dirent[]) => list.map(({ name }) => name).sort();
      return {
        folders: names(entries.filter((entry) => entry.isDirectory())),
        others: names(entries.filter((entry) => !entry.isDirectory())),
      };
    },
    async things(name) {
      const things: StoredThing[] = [];
      const walk = async (prefix: string): Promise<void> => {
        for (const entry of await entriesOf(join(root, name, prefix))) {
          const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
          const thing = await inspect(join(root, name, path), path);
          if (thing === undefined) continue;
          things.push(thing);
          if (thing.kind === 'folder') await walk(path);
        }
      };
      await walk('');
      return things;
    },
    async remove(name, { path, kind }) {
      const place = join(root, name, path);
      try {
        await (kind === 'folder' ? rmdir(place) : unlink(place));
      } catch (error) {
        // Someone else has removed it, or has put something into the folder meanwhile.
        if (!hasSystemCode(error, 'ENOENT', 'ENOTEMPTY', 'EEXIST'))
          throw translateDiskError(error, 'remove', place);
      }
    },
  };
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT')) return [];
    throw translateDiskError(error, 'read', folder);
  }
}

async function inspect(place: string, path: string): Promise<StoredThing | undefined> {
  try {
    const stats = await lstat(place);
    const kind = stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : 'other';
    return { path, kind, bytes: stats.size, modified: stats.mtimeMs };
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT')) return undefined;
    throw translateDiskError(error, 'read', place);
  }
}
