import { mergeManifests } from '../../domain/manifest/merge-manifests.ts';
import { parseManifest } from '../../domain/manifest/parse-manifest.ts';
import type { Model } from '../../domain/manifest/schema.ts';
import type { UserModels } from '../../domain/ports/model-archive.ts';
import type { ModelPlaces } from './model-places.ts';
import { readManifests, userManifestPath } from './read-manifest.ts';
import { replaceFile } from './replace-file.ts';

/** The user's own manifest, to add models to. */
export function createUserModels(places: ModelPlaces): UserModels {
  return {
    async add(models) {
      if (models.length === 0) return;
      // As it is now: another process may have added to it since this one has read it.
      const { builtIn, user } = await readManifests(places);
      const added = mergeManifests(
        user ?? { schemaVersion: 1, models: {}, profiles: {} },
        manifestOf(models),
      );
      const text = `${JSON.stringify(added, undefined, 2)}\n`;
      // What would not be read again must not be written.
      parseManifest(text, userManifestPath(places), builtIn);
      await replaceFile(userManifestPath(places), text);
    },
  };
}

function manifestOf(models: readonly Model[]) {
  const entries = models.map(({ key, ...entry }) => [key, entry]);
  return { schemaVersion: 1 as const, models: Object.fromEntries(entries), profiles: {} };
}
