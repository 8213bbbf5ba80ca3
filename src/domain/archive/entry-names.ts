import type { Model, ModelFile } from '../manifest/schema.ts';

/** The first entry: which models are in the archive. */
export const ARCHIVE_MANIFEST = 'heimdex-models.json';

/** A self-test record is a few vectors as text; a larger one is none. */
export const MAX_SELF_TEST_BYTES = 10_000_000;

export function fileEntryName({ key, source }: Model, { path }: ModelFile): string {
  return `${key}/${source.revision}/${path}`;
}

export function selfTestEntryName({ key, source }: Model): string {
  return `${key}/${source.revision}.self-test.json`;
}
