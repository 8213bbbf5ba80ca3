import type { IncomingMessage } from 'node:http';
import type { Fault } from './fault.ts';
import { faultOfName } from './fault-of-name.ts';
import { rangeOf } from './range-of.ts';
import { type Repository, revisionOf } from './repository.ts';
import type { Route } from './route-of.ts';

export interface NamedFaults {
  /** The fault of the answer to this request; undefined where the file's name asks for none. */
  take(route: Route, request: IncomingMessage): Fault | undefined;
}

/** Faults of files in repositories of the owner `faults`, by their names; requests are counted for each file. */
export function createNamedFaults(repositories: ReadonlyMap<string, Repository>): NamedFaults {
  const counts = new Map<string, number>();
  return {
    take: ({ kind, repo, revision, path }, request) => {
      const repository = repositories.get(repo);
      if (kind !== 'resolve' || request.method !== 'GET' || !repo.startsWith('faults/') || !repository)
        return undefined;
      const content = repository.revisions.get(revisionOf(repository, revision))?.get(path);
      if (content === undefined) return undefined;
      const place = `${repo}/${path}`;
      const before = counts.get(place) ?? 0;
      counts.set(place, before + 1);
      const range = rangeOf(request.headers.range, content.size);
      const from = typeof range === 'object' ? range.from : 0;
      return faultOfName(path, { url: request.url ?? '', size: content.size, from, before });
    },
  };
}
