import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../../scripts/build.js', import.meta.url));
const PACKAGES = fileURLToPath(new URL('../../node_modules', import.meta.url));

/**
 * Builds modules as dist/ would have them, for what must run in a thread or a process of its own: of `src/a/b.ts` the
 * folder that comes back has `b.js`, by URL. It goes away with the file of tests that asked for it.
 */
export function builtModules(...sources: string[]): URL {
  const folder = mkdtempSync(join(tmpdir(), 'heimdex-built-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  // Some tests read it as another user.
  chmodSync(folder, 0o755);
  execFileSync(process.execPath, [SCRIPT, join(folder, 'built'), ...sources]);
  symlinkSync(PACKAGES, join(folder, 'node_modules'));
  return pathToFileURL(`${join(folder, 'built')}/`);
}
