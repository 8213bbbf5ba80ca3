import { HeimdexError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { modelsOf } from './models-of.ts';
import { type ModelRole, ROLES } from './roles.ts';
import type { Manifest, Model } from './schema.ts';

const MAX_CHOICES = 24;

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
    byRole.set(role, requireModelFor(manifest, role, name));
  }
  for (const key of byRole.values()) keys.add(requireModel(manifest, key));
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
  return [parseRole(role), key];
}

/**
 * Reads the name of a role.
 *
 * @throws HeimdexError `usage`
 */
export function parseRole(text: string): ModelRole {
  const known = ROLES.find((each) => each === text);
  if (known === undefined) throw unknown('role', text, ROLES, `the roles are ${ROLES.join(', ')}`);
  return known;
}

function requireModel(manifest: Manifest, name: string): string {
  if (Object.hasOwn(manifest.models, name)) return name;
  refuseUnpinned(manifest, name);
  const names = Object.keys(manifest.models);
  throw unknown('model', name, names, `the models are ${choices(names)}`);
}

export function requireModelFor(manifest: Manifest, role: ModelRole, name: string): string {
  const fitting = Object.keys(manifest.models).filter((key) => manifest.models[key]!.role === role);
  const hint = `the models for ${role} are ${choices(fitting)}`;
  refuseUnpinned(manifest, name);
  if (!Object.hasOwn(manifest.models, name)) throw unknown('model', name, fitting, hint);
  const actual = manifest.models[name]!.role;
  if (actual === role) return name;
  throw new HeimdexError('usage', `${name} is a model for ${actual}, not for ${role}`, { hint });
}

function refuseUnpinned({ unpinned }: Manifest, name: string): void {
  if (unpinned === undefined || !Object.hasOwn(unpinned, name)) return;
  throw new HeimdexError('usage', `${name} is not pinned yet: its digests are not known`, {
    hint: `heimdex models lock ${name}`,
  });
}

/** As many names as a person reads. */
function choices(names: readonly string[]): string {
  if (names.length <= MAX_CHOICES) return names.join(', ');
  return `${names.slice(0, MAX_CHOICES).join(', ')} and ${names.length - MAX_CHOICES} more (heimdex models list)`;
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
