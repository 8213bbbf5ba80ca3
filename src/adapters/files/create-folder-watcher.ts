import { type FSWatcher, watch } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FolderWatcher } from '../../domain/ports/folder-watcher.ts';

/** Here the system itself watches all that is below a folder; elsewhere each folder is watched by itself. */
const WATCHES_TREES: readonly NodeJS.Platform[] = ['darwin', 'win32'];

/**
 * Watches folders through the system's own events (docs/decisions/027).
 *
 * @param isIgnored what is written by ourselves
 */
export function createFolderWatcher(
  platform: NodeJS.Platform,
  isIgnored: (path: string) => boolean,
): FolderWatcher {
  return {
    async watch(roots, onChange, onTrouble) {
      const watchers = new Map<string, FSWatcher>();
      let isStopped = false;
      const recursive = WATCHES_TREES.includes(platform);
      const close = (folder: string) => {
        for (const [path, watcher] of watchers) {
          if (path !== folder && !path.startsWith(`${folder}/`)) continue;
          watcher.close();
          watchers.delete(path);
        }
      };
      const onEvent = (folder: string, kind: string, name: string | null) => {
        const path = name === null ? folder : join(folder, name);
        if (isIgnored(path) || name?.startsWith('.')) return;
        onChange(recursive ? dirname(path) : folder);
        // Something has come or gone: a new folder has to be watched, and what came into it before is to be seen.
        if (!recursive && kind === 'rename' && name !== null) {
          close(path);
          void add(path).then((isFolder) => isFolder && onChange(path));
        }
      };
      const start = (folder: string, onlyName?: string) => {
        if (isStopped || watchers.has(folder)) return;
        try {
          const watcher = watch(folder, { recursive: recursive && onlyName === undefined }, (kind, name) => {
            if (onlyName === undefined || name === onlyName) onEvent(folder, kind, name);
          });
          watcher.on('error', (error) => onTrouble(error.message));
          watchers.set(folder, watcher);
        } catch (error) {
          onTrouble((error as Error).message);
        }
      };
      /** Watches a folder with all below it; returns whether it is one. */
      const add = async (path: string): Promise<boolean> => {
        const stats = await lstat(path).catch(() => undefined);
        if (stats === undefined || !stats.isDirectory()) return false;
        start(path);
        if (recursive) return true;
        const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
        for (const entry of entries) {
          if (entry.isDirectory() && !entry.name.startsWith('.')) await add(join(path, entry.name));
        }
        return true;
      };
      for (const root of roots) {
        if (!(await add(root))) start(dirname(root), root.slice(dirname(root).length).replace(/^[\\/]/, ''));
      }
      return {
        stop() {
          isStopped = true;
          for (const watcher of watchers.values()) watcher.close();
          watchers.clear();
        },
      };
    },
  };
}
