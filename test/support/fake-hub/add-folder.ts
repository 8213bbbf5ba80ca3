import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { diskContent } from './content.ts';
import type { FakeHub } from './create-fake-hub.ts';

/**
 * Makes a repository of a folder: its files stay on disk and are read whenever they are asked for. Without a revision
 * it gets one that follows from the names and sizes. Returns the revision and the number of files.
 */
export function addFolder(
  hub: Pick<FakeHub, 'add'>,
  repo: string,
  folder: string,
  revision?: string,
): { revision: string; files: number } {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const place = join(entry.parentPath, entry.name);
    const stats = statSync(place, { throwIfNoEntry: false });
    if (!stats?.isFile()) return [];
    return { place, path: relative(folder, place).split(sep).join('/'), size: stats.size };
  });
  const names = files.map(({ path, size }) => `${path} ${size}\n`).sort();
  const used = revision ?? createHash('sha1').update(names.join('')).digest('hex');
  for (const { place, path, size } of files) hub.add(repo, used, path, diskContent(place, size));
  return { revision: used, files: files.length };
}
