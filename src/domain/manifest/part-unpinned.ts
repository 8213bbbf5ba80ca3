import { isCommit, isRevision } from './names.ts';

/** A manifest's JSON with the entries that are not yet pinned apart. */
export interface Parted {
  readonly pinned: unknown;
  readonly unpinned: Readonly<Record<string, unknown>>;
}

/**
 * Takes those entries of a manifest out that `heimdex models lock` has still to pin: from the Hub, with a branch or tag
 * instead of a commit, or with a file that has no digest. What else is wrong with an entry is found later.
 */
export function partUnpinned(document: unknown): Parted {
  const models = isObject(document) ? document.models : undefined;
  if (!isObject(models)) return { pinned: document, unpinned: {} };
  const entries = Object.entries(models);
  const apart = entries.filter(([, entry]) => isUnpinned(entry));
  if (apart.length === 0) return { pinned: document, unpinned: {} };
  const rest = entries.filter(([, entry]) => !isUnpinned(entry));
  return {
    pinned: { ...(document as object), models: Object.fromEntries(rest) },
    unpinned: Object.fromEntries(apart),
  };
}

function isUnpinned(entry: unknown): boolean {
  if (!isObject(entry) || !isObject(entry.source) || entry.source.kind !== 'hub') return false;
  const { revision } = entry.source;
  if (typeof revision === 'string' && isRevision(revision) && !isCommit(revision)) return true;
  return Array.isArray(entry.files) && entry.files.some(hasNoDigest);
}

function hasNoDigest(file: unknown): boolean {
  return isObject(file) && !Object.hasOwn(file, 'sha256') && !Object.hasOwn(file, 'gitSha1');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
