import type { UserModels } from '../../domain/ports/model-archive.ts';
import { createUserManifest } from './create-user-manifest.ts';
import type { ModelPlaces } from './model-places.ts';
import { readManifests } from './read-manifest.ts';

/** The user's own manifest, to add models to. */
export function createUserModels(places: ModelPlaces): UserModels {
  return {
    async add(models) {
      if (models.length === 0) return;
      const { builtIn } = await readManifests(places);
      const entries = models.map(({ key, ...entry }) => [key, entry]);
      await createUserManifest(places, builtIn).put(Object.fromEntries(entries));
    },
  };
}
