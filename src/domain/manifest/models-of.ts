import type { Manifest, Model } from './schema.ts';

/** The models of a manifest with their keys, in the manifest's order. */
export function modelsOf(manifest: Manifest): Model[] {
  return Object.entries(manifest.models).map(([key, model]) => ({ key, ...model }));
}
