import { relative } from 'node:path';
import { printable } from '../../domain/printable.ts';

/** A path as a person at this working folder reads it: from here where it lies below, else whole. */
export function shownPath(path: string, cwd: string): string {
  const fromHere = relative(cwd, path);
  return printable(fromHere === '' || fromHere.startsWith('..') ? path : fromHere);
}
