import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MAX_SELF_TEST_BYTES } from '../../domain/archive/entry-names.ts';
import { hasSystemCode } from '../../domain/errors.ts';
import type { Model } from '../../domain/manifest/schema.ts';
import type { SelfTestRecords } from '../../domain/ports/model-archive.ts';
import { keyFolder, type ModelPlaces } from './model-places.ts';
import { replaceFile } from './replace-file.ts';
import { translateDiskError } from './translate-disk-error.ts';

/** The self-test records beside the models, as bytes: what is in them is for others to say. */
export function createSelfTestRecords(places: ModelPlaces): SelfTestRecords {
  const pathOf = (model: Model) => join(keyFolder(places, model), `${model.source.revision}.self-test.json`);
  return {
    async read(model) {
      const path = pathOf(model);
      const size = await sizeOf(path);
      if (size === undefined || size > MAX_SELF_TEST_BYTES) return undefined;
      try {
        return await readFile(path);
      } catch (error) {
        throw translateDiskError(error, 'read', path);
      }
    },
    async keep(model, content) {
      const path = pathOf(model);
      if ((await sizeOf(path)) === undefined) await replaceFile(path, content);
    },
  };
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await lstat(path)).size;
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw translateDiskError(error, 'read', path);
  }
}
