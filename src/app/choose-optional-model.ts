import type { ModelRole } from '../domain/manifest/roles.ts';
import type { Manifest, Model } from '../domain/manifest/schema.ts';
import { requireModelFor } from '../domain/manifest/select-models.ts';
import { type IsInstalled, PROFILES_BEST_FIRST } from './choose-sight-model.ts';

export interface ModelWishes {
  readonly profile: string | undefined;
  /** By role, the key of the model that the user named for it. */
  readonly alternatives: ReadonlyMap<ModelRole, string>;
}

/**
 * The model of a role that indexing can do without: the one that the user named, whether it is installed or not; else the
 * named profile's, or where none is named the best profile's or any other of the role that does not come with heimdex, if it
 * is installed.
 *
 * @throws HeimdexError `usage` where a model is named that is not of the role
 */
export async function chooseOptionalModel<Role extends ModelRole>(
  role: Role,
  manifest: Manifest,
  { profile, alternatives }: ModelWishes,
  isInstalled: IsInstalled,
): Promise<Extract<Model, { role: Role }> | undefined> {
  const modelOf = (key: string) => {
    const model = manifest.models[key];
    return model?.role === role ? ({ key, ...model } as Extract<Model, { role: Role }>) : undefined;
  };
  const named = alternatives.get(role);
  if (named !== undefined) return modelOf(requireModelFor(manifest, role, named));
  const profiles = profile === undefined ? PROFILES_BEST_FIRST : [profile];
  const ofProfiles = profiles.flatMap((name) => manifest.profiles[name]?.[role] ?? []);
  // A profile that was named is what its user wants, and no more. What comes with heimdex is always installed: it knows
  // nothing but the demo's drawings, and is for those who name its profile.
  const others =
    profile === undefined
      ? Object.keys(manifest.models).filter((key) => manifest.models[key]!.source.kind !== 'bundled')
      : [];
  for (const key of new Set([...ofProfiles, ...others])) {
    const model = modelOf(key);
    if (model !== undefined && (await isInstalled(model))) return model;
  }
  return undefined;
}
