import { HeimdexError } from '../../domain/errors.ts';
import { modelsOf } from '../../domain/manifest/models-of.ts';
import type { Manifest, Model } from '../../domain/manifest/schema.ts';
import type { KnownLibraries, ModelRevision } from '../../domain/ports/known-libraries.ts';
import type { ShelfNeeds } from '../../domain/pruning/plan-shelf.ts';

export interface NeedsTools {
  readonly builtIn: Manifest;
  readonly user: Manifest | undefined;
  readonly libraries: KnownLibraries;
  /** The models whose vectors a library holds. Throws HeimdexError where it can't be read. */
  readonly modelsOfLibrary: (path: string) => ModelRevision[];
}

export interface Needs {
  /** By the name of a model. */
  readonly shelfOf: (name: string) => ShelfNeeds;
  /** Libraries that are there and can't be read: what they need is not known. */
  readonly unreadable: readonly { readonly library: string; readonly message: string }[];
  /** Libraries whose disk is not there now: what they needed last is kept. */
  readonly away: readonly string[];
  /** Libraries that are not there any more. */
  readonly gone: readonly string[];
}

/**
 * What is needed of the store: the models of every profile, every model of the user's manifest, what comes with
 * heimdex, and each revision that a library holds vectors of, whether a manifest still names it or not.
 *
 * @param named libraries to look into beside those that are known, such as the default one; they need not be there
 */
export function findNeeds(
  named: readonly string[],
  { builtIn, user, libraries, modelsOfLibrary }: NeedsTools,
): Needs {
  const models = [...modelsOf(builtIn), ...(user === undefined ? [] : modelsOf(user))];
  const inProfiles = new Set(
    [builtIn, user].flatMap((manifest) => Object.values(manifest?.profiles ?? {}).flatMap(Object.values)),
  );
  const isNeeded = ({ key, source }: Model) =>
    inProfiles.has(key) || source.kind === 'bundled' || Object.hasOwn(user?.models ?? {}, key);
  const needed: ModelRevision[] = models
    .filter(isNeeded)
    .map(({ key, source }) => ({ key, revision: source.revision }));
  const unreadable: { library: string; message: string }[] = [];
  const away: string[] = [];
  const gone: string[] = [];
  const known = readKnown(libraries, unreadable);
  for (const path of new Set([...known.keys(), ...named])) {
    const presence = libraries.presence(path);
    if (presence === 'gone' && known.has(path)) gone.push(path);
    if (presence === 'away' && known.has(path)) away.push(path);
    // What was written down counts as long as the library may come back; what it holds now counts beside it.
    if (presence !== 'gone') needed.push(...(known.get(path) ?? []));
    if (presence !== 'here') continue;
    try {
      needed.push(...modelsOfLibrary(path));
    } catch (error) {
      if (!(error instanceof HeimdexError)) throw error;
      unreadable.push({ library: path, message: error.message });
    }
  }
  return { shelfOf: (name) => shelfOf(name, models, needed), unreadable, away, gone };
}

function readKnown(
  libraries: KnownLibraries,
  unreadable: { library: string; message: string }[],
): Map<string, readonly ModelRevision[]> {
  try {
    return new Map(libraries.all().map(({ path, models }) => [path, models]));
  } catch (error) {
    if (!(error instanceof HeimdexError)) throw error;
    unreadable.push({ library: 'the list of libraries', message: error.message });
    return new Map();
  }
}

function shelfOf(name: string, models: readonly Model[], needed: readonly ModelRevision[]): ShelfNeeds {
  const model = models.find(({ key }) => key === name);
  const revisions = needed
    .filter(({ key }) => key === name)
    .map(({ revision }) => {
      const named = model?.source.revision === revision ? model.files.map(({ path }) => path) : undefined;
      return [revision, named && new Set(named)] as const;
    });
  return { known: model !== undefined, revisions: new Map(revisions) };
}
