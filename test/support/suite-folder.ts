import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** An empty folder that goes away with the suite that asked for it while it was being collected. */
export function folderOfSuite(): string {
  const folder = mkdtempSync(join(tmpdir(), 'heimdex-suite-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
