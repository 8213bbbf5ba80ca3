import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Everything below a folder, with its permissions. */
export function modesBelow(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    paths.map((path) => [path, (lstatSync(join(folder, path)).mode & 0o777).toString(8)]),
  );
}
