import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { hasSystemCode } from '../../domain/errors.ts';
import type { Model } from '../../domain/manifest/schema.ts';
import { partPath } from './model-places.ts';

/** Paths in a model's folder that are neither files of the model nor parts of its files, sorted. Follows no link. */
export async function listExtraFiles(folder: string, model: Model): Promise<string[]> {
  const known = new Set(model.files.flatMap(({ path }) => [path, partPath(path)]));
  const extra: string[] = [];
  const walk = async (prefix: string): Promise<void> => {
    for (const entry of await entriesOf(join(folder, prefix))) {
      const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
      if (entry.isDirectory()) await walk(path);
      else if (!known.has(path)) extra.push(path);
    }
  };
  await walk('');
  return extra.sort();
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
}
