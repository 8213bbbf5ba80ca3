import { HeimdexError } from '../../../domain/errors.ts';
import { type Difference, diffModels } from '../../../domain/manifest/diff-models.ts';
import type { Manifest, Model } from '../../../domain/manifest/schema.ts';

/** A model of the same name is there with other content: what would change is in `differences`. */
export class ModelDiffers extends HeimdexError {
  readonly key: string;
  readonly differences: readonly Difference[];

  constructor(key: string, differences: readonly Difference[]) {
    super('usage', `there is a model ${key} already, with other content`, {
      hint: 'add --replace to take this one instead, or choose another name with --name KEY',
    });
    this.key = key;
    this.differences = differences;
  }
}

/**
 * Makes sure that a model may go into the user's manifest under its key.
 *
 * @returns whether the key is new, stands there with the same content, or with other content that may be replaced
 * @throws HeimdexError `usage` where heimdex has a model of that name, ModelDiffers
 */
export function requireFreeKey(
  model: Model,
  builtIn: Manifest,
  user: Manifest,
  replace: boolean,
): 'new' | 'same' | 'other' {
  const { key } = model;
  if (Object.hasOwn(builtIn.models, key) || Object.hasOwn(builtIn.profiles, key)) {
    throw new HeimdexError('usage', `heimdex itself has a model called ${key}`, {
      hint: `choose another name: --name my-${key}`.slice(0, 100),
    });
  }
  const entries = { ...user.models, ...user.unpinned };
  const earlier = Object.hasOwn(entries, key) ? entries[key] : undefined;
  if (earlier === undefined) return 'new';
  const differences = diffModels(earlier, model);
  if (earlier.role !== model.role) differences.unshift({ what: 'role', from: earlier.role, to: model.role });
  if (differences.length === 0) return 'same';
  if (!replace) throw new ModelDiffers(key, differences);
  return 'other';
}
