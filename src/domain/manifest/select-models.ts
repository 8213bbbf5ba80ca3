import { HeimdexError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { modelsOf } from './models-of.ts';
import { type Manifest, type Model, type ModelRole, ROLES } from './schema.ts';

/** What a user asked for: names, a profile, and models that take a role of the profile instead. */
export interface ModelChoice {
  readonly names?: readonly string[];
  readonly profile?: string | undefined;
  /** By role, the key of the model that takes it. */
  readonly alternatives?: ReadonlyMap<ModelRole, string>;
}

/**
 * The models that a choice means, each once, in the manifest's order. Names and a profile together mean both;
 * a choice of nothing means no model.
 *
 * @throws HeimdexError `usage` for a name, profile or role that is not there, with the nearest one that is
 */
export function selectModels(manifest: Manifest, choice: ModelChoice): Model[] {
  const keys = new Set<string>();
  for (const name of choice.names ?? []) keys.add(requireModel(manifest, name));
  const byRole = new Map<ModelRole, string>();
  if (choice.profile !== undefined) {
    const profile = requireProfile(manifest, choice.profile);
    for (const role of ROLES) {
      const key = profile[role];
      if (key !== undefined) byRole.set(role, key);
    }
  }
  for (const [role, name] of choice.alternatives ?? []) {
    const key = requireModel(manifest, name);
    const actual = manifest.models[key]!.role;
    if (actual !== role) {
      throw new HeimdexError('usage', `${key} is a model for ${actual}, not for ${role}`, {
        hint: `heimdex models list shows the models for ${role}`,
      });
    }
    byRole.set(role, key);
  }
  for (const key of byRole.values()) keys.add(key);
  return modelsOf(manifest).filter((model) => keys.has(model.key));
}

/**
 * Reads `ROLE=MODEL`.
 *
 * @throws HeimdexError `usage`
 */
export function parseAlternative(text: string): readonly [ModelRole, string] {
  const [role, key, ...rest] = text.split('=');
  if (!role || !key || rest.length > 0) {
    throw new HeimdexError('usage', `expected ROLE=MODEL, got "${text}"`, {
      hint: 'such as speech=whisper-medium',
    });
  }
  const known = ROLES.find((each) => each === role);
  if (known === undefined) throw unknown('role', role, ROLES, `the roles are ${ROLES.join(', ')}`);
  return [known, key];
}

function requireModel(manifest: Manifest, name: string): string {
  if (Object.hasOwn(manifest.models, name)) return name;
  throw unknown('model', name, Object.keys(manifest.models), 'heimdex models list');
}

function requireProfile(manifest: Manifest, name: string): Manifest['profiles'][string] {
  if (Object.hasOwn(manifest.profiles, name)) return manifest.profiles[name]!;
  const names = Object.keys(manifest.profiles);
  throw unknown('profile', name, names, `the profiles are ${names.join(', ')}`);
}

function unknown(kind: string, name: string, known: readonly string[], hint: string): HeimdexError {
  const near = nearest(name, known);
  const suggestion = near === undefined ? '' : ` (did you mean ${near}?)`;
  return new HeimdexError('usage', `there is no ${kind} ${name}${suggestion}`, { hint });
}
