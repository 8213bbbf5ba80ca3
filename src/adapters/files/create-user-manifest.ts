import { parseManifest } from '../../domain/manifest/parse-manifest.ts';
import type { Manifest } from '../../domain/manifest/schema.ts';
import type { UserManifest } from '../../domain/ports/user-manifest.ts';
import type { ModelPlaces } from './model-places.ts';
import { readIfThere, userManifestPath } from './read-manifest.ts';
import { replaceFile } from './replace-file.ts';

const EMPTY = { schemaVersion: 1, models: {}, profiles: {} };

/** The user's manifest in the home folder. */
export function createUserManifest(places: ModelPlaces, builtIn: Manifest): UserManifest {
  const path = userManifestPath(places);
  const readText = async () => (await readIfThere(path)) ?? JSON.stringify(EMPTY);
  return {
    path,
    read: async () => parseManifest(await readText(), path, builtIn),
    async put(entries) {
      const old = await readText();
      // What is invalid already is told as such, not overwritten.
      parseManifest(old, path, builtIn);
      const document = JSON.parse(old) as { models: Record<string, object> };
      for (const [key, entry] of Object.entries(entries)) document.models[key] = entry;
      const text = `${JSON.stringify(document, undefined, 2)}\n`;
      parseManifest(text, path, builtIn);
      await replaceFile(path, text);
    },
  };
}
