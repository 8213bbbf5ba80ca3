import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HeimdexError, hasSystemCode } from '../../domain/errors.ts';
import { mergeManifests } from '../../domain/manifest/merge-manifests.ts';
import { parseManifest } from '../../domain/manifest/parse-manifest.ts';
import type { Manifest } from '../../domain/manifest/schema.ts';
import type { ModelPlaces } from './model-places.ts';

const FILE_NAME = 'models.manifest.json';

/**
 * The manifest that comes with heimdex, and with it the user's own in the home folder, if there is one.
 *
 * @throws HeimdexError `manifest-invalid`, `disk`
 */
export async function readManifest(places: ModelPlaces): Promise<Manifest> {
  const builtInPath = join(places.packageFolder, FILE_NAME);
  const builtIn = await readIfThere(builtInPath);
  if (builtIn === undefined) {
    throw new HeimdexError('manifest-invalid', `${builtInPath} is missing`, {
      hint: 'install heimdex again',
    });
  }
  const manifest = parseManifest(builtIn, FILE_NAME);
  const userPath = join(places.home, FILE_NAME);
  const user = await readIfThere(userPath);
  return user === undefined ? manifest : mergeManifests(manifest, parseManifest(user, userPath, manifest));
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw new HeimdexError('disk', `cannot read ${path}: ${(error as Error).message}`, {
      hint: 'correct its permissions, or name another folder with --home FOLDER',
      cause: error,
    });
  }
}
