import { nearest } from '../nearest.ts';
import { Misfit } from './misfit.ts';
import { ROLES } from './roles.ts';
import type { Manifest, UnpinnedModel } from './schema.ts';

/**
 * What a shape of single values can't see: keys that are there twice, names that collide on a disk that ignores case,
 * references to what is not there. Undefined where all is well.
 */
export function findInconsistency(manifest: Manifest, builtIn: Manifest | undefined): Misfit | undefined {
  for (const [key, model] of Object.entries({ ...manifest.models, ...manifest.unpinned })) {
    const place = `models.${key}`;
    if (builtIn !== undefined && Object.hasOwn(builtIn.models, key)) {
      return new Misfit(place, 'heimdex has a model of this name: choose another');
    }
    const fault = collision(model, place) ?? unlistedPath(model, place);
    if (fault !== undefined) return fault;
  }
  for (const name of Object.keys(manifest.profiles)) {
    if (builtIn !== undefined && Object.hasOwn(builtIn.profiles, name)) {
      return new Misfit(`profiles.${name}`, 'heimdex has a profile of this name: choose another');
    }
    const fault = wrongReference(manifest, builtIn, name);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

type ManifestModel = Manifest['models'][string] | UnpinnedModel;

function collision(model: ManifestModel, place: string): Misfit | undefined {
  const files = new Map<string, string>();
  const folders = new Map<string, string>();
  for (const [index, { path }] of model.files.entries()) {
    const where = `files[${index}].path`;
    const lower = path.toLowerCase();
    const sameFile = files.get(lower);
    if (sameFile !== undefined) {
      return new Misfit(`${place}.${where}`, `the same path as ${sameFile} on a disk that ignores case`);
    }
    files.set(lower, where);
    for (const folder of foldersOf(path)) {
      // Two spellings of one folder are one folder on such a disk, and the model can't be told from another's.
      const spelling = folders.get(folder.toLowerCase());
      if (spelling !== undefined && spelling !== folder) {
        return new Misfit(`${place}.${where}`, `the folder is written ${spelling} elsewhere`);
      }
      folders.set(folder.toLowerCase(), folder);
    }
  }
  for (const [index, { path }] of model.files.entries()) {
    if (folders.has(path.toLowerCase())) {
      return new Misfit(`${place}.files[${index}].path`, `${path} is a folder of other files`);
    }
  }
  return undefined;
}

function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** What a speech model is run with, beside its graphs. */
export const REQUIRED_SPEECH_FILES: readonly string[] = [
  'config.json',
  'generation_config.json',
  'preprocessor_config.json',
  'tokenizer.json',
  'tokenizer_config.json',
];

/** Every file that the code will read must be among those that are pulled and verified. */
function unlistedPath(model: ManifestModel, place: string): Misfit | undefined {
  const listed = new Set(model.files.map((file) => file.path));
  for (const [where, path] of pathsIn(model.config, `${place}.config`)) {
    if (!listed.has(path)) return new Misfit(where, `${path} is not among the model's files`);
  }
  const needed = model.role === 'speech' ? REQUIRED_SPEECH_FILES : [];
  const absent = needed.find((path) => !listed.has(path));
  return absent === undefined
    ? undefined
    : new Misfit(`${place}.files`, `${absent} is missing: a speech model needs it`);
}

const PATH_KEYS = new Set(['graph', 'tokenizer', 'encoder', 'decoder']);

function* pathsIn(config: object, place: string): Generator<[string, string]> {
  for (const [name, value] of Object.entries(config)) {
    if (PATH_KEYS.has(name)) yield [`${place}.${name}`, value as string];
    else if (value !== null && typeof value === 'object') yield* pathsIn(value, `${place}.${name}`);
  }
}

function wrongReference(manifest: Manifest, builtIn: Manifest | undefined, name: string): Misfit | undefined {
  const models = new Map<string, ManifestModel>([
    ...Object.entries(builtIn?.models ?? {}),
    ...Object.entries({ ...manifest.models, ...manifest.unpinned }),
  ]);
  const profile = manifest.profiles[name]!;
  for (const role of ROLES) {
    const key = profile[role];
    if (key === undefined) continue;
    const place = `profiles.${name}.${role}`;
    const model = models.get(key);
    if (model === undefined) {
      const near = nearest(key, [...models.keys()]);
      return new Misfit(place, `no model ${key}${near === undefined ? '' : ` (did you mean ${near}?)`}`);
    }
    if (model.role !== role) return new Misfit(place, `${key} has the role ${model.role}`);
  }
  return undefined;
}
