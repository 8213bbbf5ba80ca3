import { HeimdexError } from '../errors.ts';
import { modelsOf } from '../manifest/models-of.ts';
import { checkManifest } from '../manifest/parse-manifest.ts';
import type { Model } from '../manifest/schema.ts';
import { ARCHIVE_MANIFEST } from './entry-names.ts';

const SCHEMA = 'heimdex.export/1';

/** The text of an archive's first entry: the manifest's entries of its models, whole. The same models, the same text. */
export function archiveManifest(models: readonly Model[]): string {
  const entries = models.map(({ key, ...entry }) => [key, entry]);
  const manifest = { schemaVersion: 1, models: Object.fromEntries(entries), profiles: {} };
  return `${JSON.stringify({ schema: SCHEMA, manifest }, undefined, 1)}\n`;
}

/**
 * Reads an archive's first entry, which may say anything: it is held to the same rules as every manifest.
 *
 * @param archive what the archive is called in errors
 * @throws HeimdexError `transfer-mismatch` where it is none, `manifest-invalid` where a model in it breaks the rules
 */
export function parseArchiveManifest(text: string, archive: string): Model[] {
  const document = readJson(text);
  if (document === undefined) throw foreign(archive);
  const { schema, manifest, ...more } = document;
  if (typeof schema === 'string' && /^heimdex\.export\/([2-9]|[1-9]\d+)$/.test(schema)) {
    throw new HeimdexError('transfer-mismatch', `${archive} was exported by a newer heimdex (${schema})`, {
      hint: 'install a newer heimdex here, or export with the older one',
    });
  }
  if (schema !== SCHEMA || Object.keys(more).length > 0) throw foreign(archive);
  return modelsOf(
    checkManifest(manifest, `${ARCHIVE_MANIFEST} in ${archive}`, {
      hint: 'export again, with a heimdex of the version that is here',
    }),
  );
}

function readJson(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function foreign(archive: string): HeimdexError {
  return new HeimdexError(
    'transfer-mismatch',
    `${archive} is no archive of models: ${ARCHIVE_MANIFEST} in it is not heimdex's`,
    {
      hint: 'heimdex models export FILE makes one',
    },
  );
}
