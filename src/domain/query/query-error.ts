import { HeimdexError } from '../errors.ts';

/** A query that can't be read, with the place in it; column 0 is no place: what was asked for by an option. */
export function queryError(column: number, message: string, hint = 'heimdex search --help'): HeimdexError {
  return new HeimdexError('usage', column === 0 ? message : `column ${column}: ${message}`, { hint });
}
