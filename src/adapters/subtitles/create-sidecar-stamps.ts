import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { SidecarStamps } from '../../domain/ports/speech.ts';
import { systemPath } from '../../domain/system-path.ts';
import { createFolderLister } from './create-folder-lister.ts';

/** Characters of the digest: 64 bits, as only the stamps of one video are compared. */
const LENGTH = 16;

/**
 * Tells the subtitle files beside videos by name, size and time of change: none is read. Of the names the video's own part
 * is left out, so that a video that is renamed with them keeps its stamp.
 */
export function createSidecarStamps(): SidecarStamps {
  const list = createFolderLister();
  return {
    async stampOf(absolutePath) {
      const [folder, media] = [dirname(absolutePath), basename(absolutePath)];
      const stem = media.slice(0, media.lastIndexOf('.'));
      const rows: string[] = [];
      for (const { name } of await list(folder, media).catch(() => [])) {
        const facts = await stat(systemPath(join(folder, name)), { bigint: true }).catch(() => undefined);
        if (facts === undefined) continue;
        const tail = name.startsWith(stem) ? name.slice(stem.length) : name;
        rows.push([tail, facts.size, facts.mtimeNs].join('\0'));
      }
      if (rows.length === 0) return undefined;
      return createHash('sha256').update(rows.join('\n')).digest('hex').slice(0, LENGTH);
    },
  };
}
