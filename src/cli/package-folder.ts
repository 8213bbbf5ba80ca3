import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the installed package: the first one above this file, in the sources as in dist/, that holds package.json. */
export const PACKAGE_FOLDER = folderOfPackage(dirname(fileURLToPath(import.meta.url)));

/** The version of the installed package. */
export function packageVersion(): string {
  return JSON.parse(readFileSync(join(PACKAGE_FOLDER, 'package.json'), 'utf8')).version;
}

function folderOfPackage(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  if (folder === dirname(folder)) throw new Error('this file lies in no package');
  return folderOfPackage(dirname(folder));
}
