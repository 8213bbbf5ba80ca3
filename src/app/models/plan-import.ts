import { HeimdexError } from '../../domain/errors.ts';
import { differenceInFiles } from '../../domain/manifest/difference-in-files.ts';
import { sameDescription } from '../../domain/manifest/same-description.ts';
import type { Model } from '../../domain/manifest/schema.ts';

/** The models that this heimdex knows: its own and the user's, by their keys. */
export interface KnownModels {
  readonly builtIn: ReadonlyMap<string, Model>;
  readonly user: ReadonlyMap<string, Model>;
}

export interface ImportedModel {
  /** As it is described here; as the archive describes it where it is new. */
  readonly model: Model;
  /** It has to be added to the user's manifest. */
  readonly isNew: boolean;
  /** Why it can't be imported, in words. */
  readonly refusal: string | undefined;
}

/**
 * What becomes of each model that an archive says it has: which description counts, and whether the two agree.
 *
 * @param names only these of them, or all where there are none
 * @throws HeimdexError `usage` for a name that is not in the archive
 */
export function planImport(
  inArchive: readonly Model[],
  names: readonly string[],
  known: KnownModels,
): ImportedModel[] {
  const keys = new Set(inArchive.map(({ key }) => key));
  const unknown = names.find((name) => !keys.has(name));
  if (unknown !== undefined) {
    throw new HeimdexError('usage', `there is no model ${unknown} in this archive`, {
      hint: `it has ${[...keys].join(', ')}`,
    });
  }
  return inArchive
    .filter(({ key }) => names.length === 0 || names.includes(key))
    .map((there) => placed(there, known))
    .toSorted((a, b) => (a.model.key < b.model.key ? -1 : 1));
}

function placed(there: Model, { builtIn, user }: KnownModels): ImportedModel {
  const own = builtIn.get(there.key);
  const users = user.get(there.key);
  if (there.source.kind === 'bundled' || own?.source.kind === 'bundled') {
    return { model: own ?? there, isNew: false, refusal: 'such models come with heimdex, not in archives' };
  }
  if (own !== undefined) return { model: own, isNew: false, refusal: differenceInFiles(own, there) };
  if (users === undefined) return { model: there, isNew: true, refusal: undefined };
  const refusal = sameDescription(users, there)
    ? undefined
    : (differenceInFiles(users, there) ?? 'another description in your manifest');
  return { model: users, isNew: false, refusal };
}
