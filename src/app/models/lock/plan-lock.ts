import { HeimdexError } from '../../../domain/errors.ts';
import { type Difference, diffModels, type Pin } from '../../../domain/manifest/diff-models.ts';
import { isCommit } from '../../../domain/manifest/names.ts';
import { parseEntry } from '../../../domain/manifest/parse-entry.ts';
import type { Manifest, Model, UnpinnedModel } from '../../../domain/manifest/schema.ts';
import { nearest } from '../../../domain/nearest.ts';
import type { ListedRepository } from '../../../domain/ports/model-listing.ts';
import type { HubModel } from '../../../domain/ports/model-source.ts';
import type { AddTools } from '../add/add-tools.ts';
import type { HubTools } from '../add/hub-tools.ts';
import { lookAtRepository } from '../add/look-at-repository.ts';
import { type PinnedFiles, pinFiles } from '../add/pin-files.ts';

export interface LockRequest {
  /** None: all that are not pinned yet, or with `update` all that come from the Hub. */
  readonly names: readonly string[];
  /** Pins that are there are resolved again, from this branch, tag or commit. */
  readonly update: string | undefined;
}

/** What locking makes of one entry. */
export interface PlannedLock {
  readonly model: Model;
  readonly pinned: PinnedFiles;
  readonly differences: readonly Difference[];
  /** Something that was pinned gets another content: that wants the user's consent. */
  readonly changesPin: boolean;
}

type Entry = Manifest['models'][string] | UnpinnedModel;

/**
 * Asks the Hub for what entries of the user's manifest do not pin yet.
 *
 * @throws HeimdexError `usage` for a model that can't be locked, and as `lookAtRepository` and `pinFiles`
 */
export async function planLock(
  { names, update }: LockRequest,
  tools: AddTools,
  hub: HubTools,
  signal: AbortSignal,
): Promise<PlannedLock[]> {
  const user = await tools.userManifest.read();
  const entries: Readonly<Record<string, Entry>> = { ...user.models, ...user.unpinned };
  const chosen =
    names.length > 0 ? names.map((name) => requireLockable(name, entries, tools.builtIn)) : undefined;
  const keys = chosen ?? Object.keys(entries).filter((key) => isDue(entries[key]!, update));
  const planned: PlannedLock[] = [];
  for (const key of new Set(keys)) {
    const entry = entries[key]!;
    if (entry.source.kind !== 'hub') continue;
    const { repo } = entry.source;
    const listed = await lookAtRepository(repo, update ?? entry.source.revision, hub, signal);
    const source = { kind: 'hub', repo, revision: listed.commit } as const;
    // On the way of a pull nothing looks at files that have no digest yet: each is named by itself.
    const bare = { key, ...entry, source, files: [] } as unknown as HubModel;
    const paths = entry.files.map(({ path }) => path);
    const pinned = await pinFiles(bare, paths, listed, hub, tools.digests, signal);
    const model = parseEntry(key, { ...entry, source, files: pinned.files });
    const differences = diffModels(entry as Pin, model);
    planned.push({ model, pinned, differences, changesPin: changesPin(entry, listed, pinned) });
  }
  return planned;
}

function requireLockable(name: string, entries: Readonly<Record<string, Entry>>, builtIn: Manifest): string {
  if (Object.hasOwn(builtIn.models, name)) {
    throw new HeimdexError('usage', `${name} is pinned by heimdex itself`, {
      hint: `take another commit of it under another name: heimdex models add`,
    });
  }
  const entry = Object.hasOwn(entries, name) ? entries[name] : undefined;
  if (entry === undefined) {
    const near = nearest(name, Object.keys(entries));
    throw new HeimdexError(
      'usage',
      `there is no model ${name}${near === undefined ? '' : ` (did you mean ${near}?)`}`,
      {
        hint: 'heimdex models list',
      },
    );
  }
  if (entry.source.kind === 'hub') return name;
  throw new HeimdexError('usage', `${name} came from a folder: its content names it, and no server has it`, {
    hint: `heimdex models add ${entry.role} FOLDER --name ${name} --replace`,
  });
}

/** Whether an entry is meant where none is named. */
function isDue(entry: Entry, update: string | undefined): boolean {
  if (entry.source.kind !== 'hub') return false;
  return (
    update !== undefined || !isCommit(entry.source.revision) || entry.files.some((file) => !hasSha256(file))
  );
}

function hasSha256(file: object): boolean {
  return 'sha256' in file && file.sha256 !== undefined;
}

/** Filling in what was open changes no pin; a commit, size or digest that was stated and is another now does. */
function changesPin(entry: Entry, listed: ListedRepository, { files }: PinnedFiles): boolean {
  const { revision } = entry.source;
  if (isCommit(revision) && revision !== listed.commit) return true;
  return entry.files.some((before) => {
    const after = files.find(({ path }) => path === before.path);
    if (before.bytes !== undefined && before.bytes !== after?.bytes) return true;
    if ('sha256' in before && before.sha256 !== undefined) {
      return after === undefined || !('sha256' in after) || before.sha256 !== after.sha256;
    }
    if (!('gitSha1' in before) || before.gitSha1 === undefined) return false;
    const now = listed.files.get(before.path);
    return now === undefined || !('gitSha1' in now) || now.gitSha1 !== before.gitSha1;
  });
}
