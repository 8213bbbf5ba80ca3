import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { hasSystemCode } from '../../domain/errors.ts';

/** Whoever else uses the machine has no business in heimdex's folders. */
const FOLDER_MODE = 0o700;

/**
 * Makes a folder and those above it that are not there. Not in Node's own recursive way: where a system answers ENOENT
 * although the parent is there, as it does below /proc, that one tries for ever.
 */
export function makeFolder(path: string, mode = FOLDER_MODE): void {
  if (isFolder(path)) return;
  if (dirname(path) !== path) makeFolder(dirname(path), mode);
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!hasSystemCode(error, 'EEXIST') || !isFolder(path)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
