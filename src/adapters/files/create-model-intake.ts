import { constants } from 'node:fs';
import { copyFile, lstat, rm, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hasSystemCode } from '../../domain/errors.ts';
import { digestOf } from '../../domain/manifest/digest-of.ts';
import type { ModelIntake } from '../../domain/ports/model-intake.ts';
import { ensureFolder } from './ensure-folder.ts';
import { type StartHashingWriter, startHashingWriter } from './hashing-writer.ts';
import { type ModelPlaces, modelFolder, partPath, quickRecordPath } from './model-places.ts';
import { openPartFile } from './open-part-file.ts';
import { openQuickRecord } from './quick-record.ts';
import { translateDiskError } from './translate-disk-error.ts';

/**
 * The way of pulled files into the store.
 *
 * @param startWriter writes and hashes what comes: in this thread where nothing else is given
 */
export function createModelIntake(
  places: ModelPlaces,
  startWriter: StartHashingWriter = startHashingWriter,
): ModelIntake {
  return {
    freeBytes: () => freeBytes(join(places.home, 'models')),
    keptBytes: async (model, file) => {
      const path = partPath(join(modelFolder(places, model), file.path));
      try {
        const stats = await lstat(path);
        return stats.isFile() ? stats.size : 0;
      } catch (error) {
        if (hasSystemCode(error, 'ENOENT', 'ENOTDIR')) return 0;
        throw translateDiskError(error, 'read', path);
      }
    },
    clonePart: async (model, file, from) => {
      const folder = modelFolder(places, model);
      await ensureFolder(folder, file.path);
      return clone(from, partPath(join(folder, file.path)));
    },
    withdraw: async (model, file) => {
      const path = join(modelFolder(places, model), file.path);
      try {
        await rm(path, { force: true });
      } catch (error) {
        throw translateDiskError(error, 'remove', path);
      }
    },
    openPart: async (model, file) => {
      const folder = modelFolder(places, model);
      await ensureFolder(folder, file.path);
      const { algorithm } = digestOf(file);
      return openPartFile(join(folder, file.path), {
        algorithm,
        bytes: file.bytes,
        startWriter,
        // The file has just been hashed on its way in: the next check need not read it again.
        onPublished: (stamp, hex) =>
          openQuickRecord(quickRecordPath(places, model)).remember(file.path, stamp, `${algorithm}:${hex}`),
      });
    },
  };
}

/** A part that is there already stays as it is, and what a failed attempt has made is removed by Node. */
async function clone(from: string, to: string): Promise<boolean> {
  try {
    await copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE_FORCE);
    return true;
  } catch {
    // Whatever kept the system from it, a copy is made of bytes that are read: what is wrong shows there.
    return false;
  }
}

/** Free bytes for this user where a folder is, or will be. */
async function freeBytes(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (error) {
    const parent = dirname(folder);
    if (hasSystemCode(error, 'ENOENT') && parent !== folder) return freeBytes(parent);
    throw translateDiskError(error, 'read the free space of', folder);
  }
}
