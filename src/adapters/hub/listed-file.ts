import { isSafeRelativePath } from '../../domain/manifest/safe-path.ts';
import type { ListedFile } from '../../domain/ports/model-listing.ts';

/** As large as a file of a manifest may be. */
const MAX_BYTES = 16 * 1024 ** 3;

/**
 * A file of a listing, held to what heimdex takes from a server; undefined for a folder, and for a file that no
 * manifest could name.
 *
 * @throws Error for an entry that makes no sense
 */
export function listedFile(entry: unknown): ListedFile | undefined {
  const { type, path, size, oid, lfs } = fieldsOf(entry);
  if (type !== 'file' || typeof path !== 'string' || !isSafeRelativePath(path)) return undefined;
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0)
    throw new Error(`the size of ${path}`);
  if (size > MAX_BYTES) return undefined;
  if (lfs === undefined || lfs === null) {
    if (typeof oid === 'string' && /^[0-9a-f]{40}$/.test(oid)) return { bytes: size, gitSha1: oid };
    throw new Error(`the id of ${path}`);
  }
  const { oid: sha256, size: lfsSize } = fieldsOf(lfs);
  if (typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256) && lfsSize === size) {
    return { bytes: size, sha256 };
  }
  throw new Error(`the digest of ${path}`);
}

/**
 * The commit that a revision stands for.
 *
 * @throws Error where it is none, or another than the one asked for
 */
export function listedCommit(sha: unknown, revision: string): string {
  if (typeof sha !== 'string' || !/^[0-9a-f]{40}$/.test(sha)) throw new Error('the commit');
  if (/^[0-9a-f]{40}$/.test(revision) && sha !== revision) throw new Error(`another commit, ${sha}`);
  return sha;
}

/** What the model's card says of its licence. */
export function listedLicence(card: unknown): string | undefined {
  const { license } = fieldsOf(card);
  return typeof license === 'string' && /^[\w.+ -]{1,80}$/.test(license) ? license : undefined;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};
}
