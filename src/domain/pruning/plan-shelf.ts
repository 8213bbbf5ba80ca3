import type { StoredThing } from '../ports/model-shelves.ts';

/** What is needed under one name. */
export interface ShelfNeeds {
  /** A manifest has a model of this name. */
  readonly known: boolean;
  /** Each revision that is needed, with the paths of its files where a manifest names them. */
  readonly revisions: ReadonlyMap<string, ReadonlySet<string> | undefined>;
}

export interface PruneRules {
  /** What was modified after this may still be in use, milliseconds since 1970. */
  readonly before: number;
  /** Whole models may go: what every library needs is known. */
  readonly models: boolean;
}

/**
 * `model`: a revision that nobody needs. `part`: of a pull that broke off. `damaged`: set aside. `temporary`: left by a
 * write that broke off. `record`: of a revision that is not here. `extra`: a file that the manifest does not name.
 * `folder`: an empty one.
 */
export type PruneKind = 'model' | 'part' | 'damaged' | 'temporary' | 'record' | 'extra' | 'folder';

export interface PrunedItem {
  readonly kind: PruneKind;
  readonly path: string;
  readonly bytes: number;
  /** In the order in which they go. */
  readonly things: readonly StoredThing[];
}

export interface LeftItem {
  readonly path: string;
  /** `foreign`: not heimdex's. `unfinished`: a pull may go on with it. `extra`: a file not named, but not old enough. */
  readonly reason: 'foreign' | 'unfinished' | 'extra';
}

export interface ShelfPlan {
  readonly remove: readonly PrunedItem[];
  readonly left: readonly LeftItem[];
}

const REVISION = /^[0-9a-f]{40}$/;
const RECORD = /^([0-9a-f]{40})\.(?:verified\.json|self-test\.json|tokenizer\.bin)$/;
const OWN_TEMPORARY = new RegExp(`${RECORD.source.slice(0, -1)}(?:\\.\\d+)?\\.new$`);
/** The lock stays for ever (docs/decisions/012). */
const LOCK = /^pull\.(?:lock|lock-journal|pid)$/;

/** What may be removed of all that lies under one name, and what is left although nobody needs it. */
export function planShelf(things: readonly StoredThing[], needs: ShelfNeeds, rules: PruneRules): ShelfPlan {
  const tops = things.filter(({ path }) => !path.includes('/'));
  const isOurs = needs.known || tops.some(isOfHeimdex);
  if (!isOurs) return { remove: [], left: [{ path: '', reason: 'foreign' }] };
  const remove: PrunedItem[] = [];
  const left: LeftItem[] = [];
  const staying = new Set<string>();
  for (const top of tops) {
    if (top.kind !== 'folder' || !REVISION.test(top.path)) continue;
    const within = things.filter(({ path }) => path.startsWith(`${top.path}/`));
    const unneeded = !needs.revisions.has(top.path);
    if (unneeded && rules.models && !within.some((thing) => isFreshPart(thing, rules))) {
      remove.push(whole('model', top.path, [...within.toReversed(), top]));
      continue;
    }
    staying.add(top.path);
    if (unneeded && rules.models) left.push({ path: top.path, reason: 'unfinished' });
    const plan = planRevision(within, top.path, needs.revisions.get(top.path), rules);
    remove.push(...plan.remove);
    left.push(...plan.left);
  }
  for (const top of tops) {
    if (top.kind === 'folder' && REVISION.test(top.path)) continue;
    const kind = top.kind === 'file' ? kindOfFile(top, needs, staying, rules) : 'foreign';
    if (kind === 'foreign') left.push({ path: top.path, reason: 'foreign' });
    else if (kind !== 'keep') remove.push(whole(kind, top.path, [top]));
  }
  return { remove, left };
}

function isOfHeimdex({ kind, path }: StoredThing): boolean {
  return kind === 'folder' ? REVISION.test(path) : kind === 'file' && (RECORD.test(path) || LOCK.test(path));
}

function kindOfFile(
  { path, modified }: StoredThing,
  needs: ShelfNeeds,
  staying: ReadonlySet<string>,
  rules: PruneRules,
): 'keep' | 'foreign' | 'record' | 'temporary' {
  if (LOCK.test(path)) return 'keep';
  if (OWN_TEMPORARY.test(path)) return modified < rules.before ? 'temporary' : 'keep';
  const revision = RECORD.exec(path)?.[1];
  if (revision === undefined) return 'foreign';
  return needs.revisions.has(revision) || staying.has(revision) || !rules.models ? 'keep' : 'record';
}

/** What may go inside a revision that stays. */
function planRevision(
  within: readonly StoredThing[],
  revision: string,
  named: ReadonlySet<string> | undefined,
  rules: PruneRules,
): ShelfPlan {
  const remove: PrunedItem[] = [];
  const left: LeftItem[] = [];
  for (const thing of within) {
    if (thing.kind === 'folder') continue;
    const path = thing.path.slice(revision.length + 1);
    const kind = thing.kind === 'other' ? 'foreign' : kindWithin(path, thing, named, rules);
    if (kind === 'foreign' || kind === 'left-extra') {
      left.push({ path: thing.path, reason: kind === 'foreign' ? 'foreign' : 'extra' });
    } else if (kind !== 'keep') {
      remove.push(whole(kind, thing.path, [thing]));
    }
  }
  return { remove: [...remove, ...emptied(within, remove)], left };
}

function kindWithin(
  path: string,
  { modified }: StoredThing,
  named: ReadonlySet<string> | undefined,
  rules: PruneRules,
): 'keep' | 'left-extra' | 'part' | 'temporary' | 'damaged' | 'extra' {
  if (named?.has(path)) return 'keep';
  const old = modified < rules.before;
  if (path.endsWith('.part')) return old ? 'part' : 'keep';
  if (path.endsWith('.new')) return old ? 'temporary' : 'keep';
  if (!rules.models) return 'keep';
  if (path.endsWith('.bad')) return 'damaged';
  // Of a revision that only a library needs nobody knows the files any more.
  if (named === undefined) return 'keep';
  return old ? 'extra' : 'left-extra';
}

/** The folders in which nothing is left. */
function emptied(within: readonly StoredThing[], removed: readonly PrunedItem[]): PrunedItem[] {
  const gone = new Set(removed.flatMap(({ things }) => things.map(({ path }) => path)));
  const empty: PrunedItem[] = [];
  for (const folder of within.toReversed()) {
    if (folder.kind !== 'folder') continue;
    if (within.some(({ path }) => path.startsWith(`${folder.path}/`) && !gone.has(path))) continue;
    gone.add(folder.path);
    empty.push(whole('folder', folder.path, [folder]));
  }
  return empty;
}

function isFreshPart({ kind, path, modified }: StoredThing, rules: PruneRules): boolean {
  return kind === 'file' && path.endsWith('.part') && modified >= rules.before;
}

function whole(kind: PruneKind, path: string, things: readonly StoredThing[]): PrunedItem {
  const bytes = things.reduce((sum, thing) => sum + (thing.kind === 'file' ? thing.bytes : 0), 0);
  return { kind, path, bytes, things };
}
