import { readdir, stat } from 'node:fs/promises';
import { matchSidecars, type Sidecar } from '../../domain/subtitles/match-sidecars.ts';
import { pathFromBytes, systemPath } from '../../domain/system-path.ts';

/** Within this time a folder may change again without its time of change showing it. Milliseconds. */
const SETTLED_MS = 2000;

/**
 * Tells which subtitle files lie beside a media file. The last folder is remembered as long as it stays as it is: a folder
 * of thousands of videos is listed once, not thousands of times.
 */
export function createFolderLister(): (folder: string, media: string) => Promise<readonly Sidecar[]> {
  let known:
    | { folder: string; changed: bigint; sidecars: ReadonlyMap<string, readonly Sidecar[]> }
    | undefined;
  return async (folder, media) => {
    const place = systemPath(folder);
    const changed = (await stat(place, { bigint: true })).mtimeNs;
    if (known?.folder !== folder || known.changed !== changed) {
      const names = await readdir(place, { encoding: 'buffer' });
      const sidecars = matchSidecars(names.sort(Buffer.compare).map(pathFromBytes));
      const isSettled = Date.now() - Number(changed / 1_000_000n) > SETTLED_MS;
      known = { folder, changed: isSettled ? changed : -1n, sidecars };
    }
    return known.sidecars.get(media) ?? [];
  };
}
