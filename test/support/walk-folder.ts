import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createVideoWalker } from '../../src/adapters/files/create-video-walker.ts';
import type { WalkEntry } from '../../src/domain/ports/video-walker.ts';

const walker = createVideoWalker();

/** All that the walker says of a root. */
export async function walk(
  root: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<WalkEntry[]> {
  const entries: WalkEntry[] = [];
  for await (const entry of walker.walk(root, signal)) entries.push(entry);
  return entries;
}

/** What was found below a root: paths from there, with the reason where an entry was skipped. */
export async function found(root: string): Promise<[string, string][]> {
  return (await walk(root)).map((entry) =>
    entry.kind === 'file'
      ? [entry.file.absolutePath.slice(root.length + 1), 'file']
      : [entry.path.slice(root.length + 1), entry.reason],
  );
}

/** Makes files, and the folders that they lie in, each with its own path as content. */
export function writeFiles(root: string, ...paths: string[]): void {
  for (const path of paths) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), path);
  }
}

/** A path whose last name holds a byte that is no UTF-8: `caf`, 0xE9, then the ending. */
export function notUtf8(folder: string, ending: string): Buffer {
  return Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from([0xe9]), Buffer.from(ending)]);
}
