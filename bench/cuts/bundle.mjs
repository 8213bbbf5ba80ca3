// The detector and the videos are TypeScript sources: they are bundled for this run.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { rolldown } from 'rolldown';

const root = resolve(import.meta.dirname, '../..');

/** Imports some TypeScript modules of the repository, by their paths in it. */
export async function importSources(...paths) {
  const folder = mkdtempSync(join(tmpdir(), 'heimdex-bench-'));
  const input = Object.fromEntries(paths.map((path, index) => [`m${index}`, join(root, path)]));
  const bundle = await rolldown({ input, platform: 'node' });
  await bundle.write({ dir: folder, format: 'esm', entryFileNames: '[name].mjs' });
  await bundle.close();
  return Promise.all(paths.map((_, index) => import(join(folder, `m${index}.mjs`))));
}
