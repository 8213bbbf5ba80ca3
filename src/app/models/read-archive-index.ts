import { parseArchiveManifest } from '../../domain/archive/archive-manifest.ts';
import { ARCHIVE_MANIFEST } from '../../domain/archive/entry-names.ts';
import { HeimdexError } from '../../domain/errors.ts';
import type { Model } from '../../domain/manifest/schema.ts';
import type { ArchiveEntries } from '../../domain/ports/model-archive.ts';
import { entryContent } from './entry-content.ts';

/** Every known model fills some 30 kB. */
const MAX_MANIFEST_BYTES = 16 * 1024 * 1024;

/**
 * Reads what an archive says that it has: its first entry.
 *
 * @param archive what it is called in errors
 * @throws HeimdexError `transfer-mismatch`, `manifest-invalid`
 */
export async function readArchiveIndex(entries: ArchiveEntries, archive: string): Promise<Model[]> {
  const { value: first } = await entries.next();
  if (first === undefined || first.name !== ARCHIVE_MANIFEST) {
    const found = first === undefined ? 'nothing' : first.name;
    throw new HeimdexError(
      'transfer-mismatch',
      `${archive} is no archive of models: it begins with ${found}, not with ${ARCHIVE_MANIFEST}`,
      { hint: 'heimdex models export FILE makes one' },
    );
  }
  if (first.bytes > MAX_MANIFEST_BYTES) {
    throw new HeimdexError(
      'transfer-mismatch',
      `${archive} is refused: its ${ARCHIVE_MANIFEST} says it has ${first.bytes} bytes`,
      { hint: 'export it again with heimdex models export' },
    );
  }
  return parseArchiveManifest(new TextDecoder().decode(await entryContent(first)), archive);
}
