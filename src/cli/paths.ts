import { isAbsolute, relative, resolve } from 'node:path';
import type { NamedVideo } from '../app/find-video.ts';
import { HeimdexError } from '../domain/errors.ts';
import { printable } from '../domain/printable.ts';
import type { Host } from './host.ts';

/** A path that the user named, made absolute. One that is absolute needs no working folder, which may be gone. */
export function namedPath(host: Host, path: string): string {
  return isAbsolute(path) ? resolve(path) : resolve(host.cwd, path);
}

/** A path as a person at this working folder reads it: from here where it lies below, else whole. */
export function shownPath(host: Host, path: string): string {
  const fromHere = relativeToHere(host, path);
  return printable(fromHere === '' || fromHere.startsWith('..') ? path : fromHere);
}

/** Empty where the working folder is gone: a result that was found must still be shown. */
function relativeToHere(host: Host, path: string): string {
  try {
    return relative(host.cwd, path);
  } catch (error) {
    if (error instanceof HeimdexError) return '';
    throw error;
  }
}

/** A video as the user named it. */
export function namedVideo(host: Host, named: string): NamedVideo {
  return { named, absolute: namedPath(host, named), shown: (path) => shownPath(host, path) };
}
