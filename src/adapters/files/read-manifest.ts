import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HeimdexError, hasSystemCode } from '../../domain/errors.ts';
import { mergeManifests } from '../../domain/manifest/merge-manifests.ts';
import { parseManifest } from '../../domain/manifest/parse-manifest.ts';
import type { Manifest } from '../../domain/manifest/schema.ts';
import type { ModelPlaces } from './model-places.ts';

const FILE_NAME = 'models.manifest.json';

export interface Manifests {
  /** What comes with heimdex. */
  readonly builtIn: Manifest;
  /** The user's own, in the home folder. */
  readonly user: Manifest | undefined;
}

/**
 * The manifest that comes with heimdex, and with it the user's own in the home folder, if there is one.
 *
 * @throws HeimdexError `manifest-invalid`, `disk`
 */
export async function readManifest(places: ModelPlaces): Promise<Manifest> {
  const { builtIn, user } = await readManifests(places);
  return user === undefined ? builtIn : mergeManifests(builtIn, user);
}

/** The same two, each for itself. */
export async function readManifests(places: ModelPlaces): Promise<Manifests> {
  const builtInPath = join(places.packageFolder, FILE_NAME);
  const text = await readIfThere(builtInPath);
  if (text === undefined) {
    throw new HeimdexError('manifest-invalid', `${builtInPath} is missing`, {
      hint: 'install heimdex again',
    });
  }
  const builtIn = parseManifest(text, FILE_NAME);
  const userPath = userManifestPath(places);
  const user = await readIfThere(userPath);
  return { builtIn, user: user === undefined ? undefined : parseManifest(user, userPath, builtIn) };
}

/** The user's own manifest, whether it is there or not. */
export function userManifestPath(places: ModelPlaces): string {
  return join(places.home, FILE_NAME);
}

/** The text of a manifest; undefined where there is none. */
export async function readIfThere(path: string): Promise<string | undefined> {
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
