import { HeimdexError } from '../domain/errors.ts';
import type { ImageTextModel, Manifest, Model } from '../domain/manifest/schema.ts';
import { nearest } from '../domain/nearest.ts';
import { isSameSpace, otherModelError, type Space, sightSpaceOf } from '../domain/space.ts';

/** Asked in this order when the user names no profile. The demo is not among them: it knows only drawn scenes. */
export const PROFILES_BEST_FIRST = ['max', 'standard', 'lite'];

export type IsInstalled = (model: Model) => Promise<boolean>;

/**
 * The image–text model to index with: the named profile's, else the best installed one.
 *
 * @throws HeimdexError `usage` for an unknown profile, `model-missing` where none is installed
 */
export async function chooseModelToIndex(
  manifest: Manifest,
  profile: string | undefined,
  isInstalled: IsInstalled,
): Promise<ImageTextModel> {
  if (profile !== undefined) return modelOfProfile(manifest, profile);
  const ofProfiles = PROFILES_BEST_FIRST.filter((name) => name in manifest.profiles).map((name) =>
    modelOfProfile(manifest, name),
  );
  const others = Object.keys(manifest.models)
    .map((key) => sightModel(manifest, key))
    .filter(
      (model) =>
        model !== undefined &&
        model.source.kind !== 'bundled' &&
        !ofProfiles.some(({ key }) => key === model.key),
    );
  for (const model of [...ofProfiles, ...(others as ImageTextModel[])]) {
    if (await isInstalled(model)) return model;
  }
  throw new HeimdexError('model-missing', 'no image–text model is installed', {
    hint: 'heimdex models pull, or --profile demo (drawn scenes only)',
  });
}

/**
 * The image–text model to search a library with: the named profile's, else the one whose pictures the library holds
 * most of.
 *
 * @throws HeimdexError `usage`, `library-other-model` where no model of the manifest fits the library
 */
export function chooseModelToSearch(
  manifest: Manifest,
  profile: string | undefined,
  spaces: readonly Space[],
  library: string,
): ImageTextModel {
  if (profile !== undefined) return modelOfProfile(manifest, profile);
  const models = Object.keys(manifest.models)
    .map((key) => sightModel(manifest, key))
    .filter((model) => model !== undefined);
  const largestFirst = [...spaces].sort((a, b) => b.vectors - a.vectors || b.id - a.id);
  for (const space of largestFirst) {
    const fitting = models.filter((model) => isSameSpace(sightSpaceOf(model), space));
    const model = fitting.find(({ key }) => key === space.model) ?? fitting[0];
    if (model !== undefined) return model;
  }
  const space = largestFirst[0];
  if (space === undefined) {
    throw new HeimdexError('library-missing', `${library} holds no pictures yet`, {
      hint: 'heimdex index FOLDER',
    });
  }
  const sameName = models.find(({ key }) => key === space.model);
  if (sameName !== undefined) throw otherModelError(library, sightSpaceOf(sameName), spaces);
  throw new HeimdexError(
    'library-other-model',
    `${library} was indexed with ${space.model} at ${space.revision.slice(0, 7)}, which no manifest names`,
    {
      hint: 'index again (heimdex index FOLDER), or name the library that fits with --db FILE',
    },
  );
}

function modelOfProfile(manifest: Manifest, name: string): ImageTextModel {
  const profile = Object.hasOwn(manifest.profiles, name) ? manifest.profiles[name] : undefined;
  if (profile === undefined) {
    const names = Object.keys(manifest.profiles);
    const near = nearest(name, names);
    throw new HeimdexError('usage', `there is no profile ${name}: ${names.join(', ')}`, {
      hint: near === undefined ? 'heimdex models list' : `--profile ${near}`,
    });
  }
  const key = profile['image-text'];
  const model = key === undefined ? undefined : sightModel(manifest, key);
  if (model === undefined) {
    throw new HeimdexError('usage', `the profile ${name} has no image–text model`, {
      hint: 'heimdex models list',
    });
  }
  return model;
}

function sightModel(manifest: Manifest, key: string): ImageTextModel | undefined {
  const model = manifest.models[key];
  return model?.role === 'image-text' ? { key, ...model } : undefined;
}
