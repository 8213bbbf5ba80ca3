import { HeimdexError } from '../errors.ts';
import { findInconsistency } from './find-inconsistency.ts';
import { Misfit } from './misfit.ts';
import { type Model, manifestSchema } from './schema.ts';
import { findMisfit } from './shape.ts';

/**
 * A model of an entry that heimdex itself has put together, held to the manifest's form before it gets into one.
 *
 * @throws HeimdexError `usage` naming the part of the entry that does not fit
 */
export function parseEntry(key: string, entry: object): Model {
  const parsed = manifestSchema.safeParse({ schemaVersion: 1, models: { [key]: entry }, profiles: {} });
  if (!parsed.success) {
    const { place, message } = findMisfit(parsed.error);
    throw refused(key, place, message);
  }
  const fault = findInconsistency(parsed.data, undefined);
  if (fault instanceof Misfit) throw refused(key, fault.place, fault.message);
  return { key, ...parsed.data.models[key]! };
}

function refused(key: string, place: string, message: string): HeimdexError {
  const prefix = `models.${key}`;
  if (place === prefix || place === '') {
    return new HeimdexError('usage', `${key} can't be the name of a model: ${message}`, {
      hint: 'choose another with --name KEY',
    });
  }
  const within = place.startsWith(`${prefix}.`) ? place.slice(prefix.length + 1) : place;
  return new HeimdexError('usage', `${key} can't be a model of heimdex: ${within}: ${message}`, {
    hint: within.startsWith('config.')
      ? 'state the constant with --set NAME=VALUE'
      : 'heimdex models add --help',
  });
}
