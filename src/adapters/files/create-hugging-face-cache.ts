import { realpath } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { digestOf } from '../../domain/manifest/digest-of.ts';
import type { ModelFile } from '../../domain/manifest/schema.ts';
import type { ModelCache } from '../../domain/ports/model-cache.ts';
import type { HubModel } from '../../domain/ports/model-source.ts';
import { openCachedFile, readCachedFile } from './read-cached-file.ts';

/**
 * The cache of Hugging Face's own programs. In `models--OWNER--NAME` lie `blobs/<etag>`, where the etag is a large
 * file's sha256 or a small one's git blob id, and `snapshots/<revision>/<path>`, links to these or plain files
 * (huggingface_hub's guide "Understand caching").
 *
 * @param folder the folder of all repositories; undefined where no cache is known
 */
export function createHuggingFaceCache(folder: string | undefined): ModelCache {
  return {
    async find(model, file) {
      if (folder === undefined || file.bytes === 0) return undefined;
      for (const place of placesOf(model, file)) {
        const path = await usablePath(folder, repositoryFolder(model), place, file.bytes);
        if (path !== undefined) return { path, read: (from) => readCachedFile(path, file.bytes, from) };
      }
      return undefined;
    },
  };
}

function repositoryFolder({ source }: HubModel): string {
  return `models--${source.repo.replaceAll('/', '--')}`;
}

/** The manifest may pin a small file by its sha256, which is no blob's name: such a one is found by its path alone. */
function placesOf({ source }: HubModel, file: ModelFile): string[] {
  return [join('blobs', digestOf(file).hex), join('snapshots', source.revision, ...file.path.split('/'))];
}

/**
 * The true path of a place in a repository's folder, where a plain file of the right size lies there that we may read.
 * A link may lead to a file of the same repository and nowhere else.
 */
async function usablePath(
  folder: string,
  repository: string,
  place: string,
  bytes: number,
): Promise<string | undefined> {
  try {
    const root = join(await realpath(folder), repository);
    const path = await realpath(join(root, place));
    // An unfinished download bears this ending.
    if (!path.startsWith(`${root}${sep}`) || basename(path).endsWith('.incomplete')) return undefined;
    await (await openCachedFile(path, bytes)).close();
    return path;
  } catch {
    // Whatever is wrong in a cache that isn't ours: the file can still be downloaded.
    return undefined;
  }
}
