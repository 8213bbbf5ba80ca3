import type { Content } from './content.ts';
import { NotServed } from './not-served.ts';

/** What the Hub tells about a repository besides its files. */
export interface Card {
  readonly license?: string;
  readonly pipelineTag?: string;
}

/** Who is let in. */
export interface Gate {
  /** The access token of somebody who has accepted the licence. */
  readonly token: string;
  /** Without it not even the listing is shown: a private repository. A gated one lists its files to everybody. */
  readonly hidden?: boolean;
}

export interface Repository {
  readonly name: string;
  readonly revisions: Map<string, Map<string, Content>>;
  /** Names for revisions; `main` and `HEAD` mean the one that was added last where nothing else is said. */
  readonly branches: Map<string, string>;
  latest: string;
  card: Card;
  gate: Gate | undefined;
}

/** A repository at one revision, for somebody who may see it. */
export interface OpenRepository {
  readonly repository: Repository;
  readonly revision: string;
  readonly files: ReadonlyMap<string, Content>;
}

/**
 * Finds a repository at a revision or branch, and sees whether who asks may have it.
 *
 * @param authorization the header of that name
 * @param wanted gated repositories show their listing to everybody
 * @throws NotServed
 */
export function openRepository(
  repositories: ReadonlyMap<string, Repository>,
  { repo, revision }: { readonly repo: string; readonly revision: string },
  authorization: string | undefined,
  wanted: 'listing' | 'file',
): OpenRepository {
  const repository = repositories.get(repo);
  if (repository === undefined) throw new NotServed(404, 'RepoNotFound', 'Repository not found');
  const { gate } = repository;
  if (gate !== undefined && (gate.hidden || wanted === 'file') && authorization !== `Bearer ${gate.token}`) {
    const code = gate.hidden ? 'RepoNotFound' : 'GatedRepo';
    throw authorization === undefined
      ? new NotServed(401, code, `Access to model ${repo} is restricted. Please log in.`)
      : new NotServed(
          403,
          code,
          `Access to model ${repo} is restricted and you are not in the authorized list.`,
        );
  }
  const name = revisionOf(repository, revision);
  const files = repository.revisions.get(name);
  if (files === undefined) throw new NotServed(404, 'RevisionNotFound', `Invalid rev id: ${revision}`);
  return { repository, revision: name, files };
}

/** The revision that a branch stands for; any other name is taken for a revision. */
export function revisionOf({ branches, latest }: Repository, name: string): string {
  return branches.get(name) ?? (/^(main|HEAD)$/.test(name) ? latest : name);
}
