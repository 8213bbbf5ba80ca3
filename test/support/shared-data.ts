import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TestContext } from 'vitest';

/** Real models and media, kept beside the repository because they are no part of it. */
const SHARED_DATA = fileURLToPath(new URL('../../../shared/data/', import.meta.url));

/**
 * The absolute path of a file of the shared test data. Where it is not there, the test is skipped and says why:
 * the summary counts it.
 */
export function sharedData(context: TestContext, path: string): string {
  const file = `${SHARED_DATA}${path}`;
  if (!existsSync(file)) context.skip(`test data not at hand: ../shared/data/${path}`);
  return file;
}
