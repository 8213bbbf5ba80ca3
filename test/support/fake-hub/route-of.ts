const KINDS = { tree: 'tree', revision: 'model', 'paths-info': 'paths-info', resolve: 'resolve' } as const;

export interface Route {
  readonly kind: (typeof KINDS)[keyof typeof KINDS];
  /** `OWNER/NAME`, or `NAME` alone as the oldest repositories have it. */
  readonly repo: string;
  /** A commit, branch or tag. */
  readonly revision: string;
  /** Of a file or folder; empty for the root. */
  readonly path: string;
}

/** Reads what a path of a request asks for; undefined where the Hub has no such address. */
export function routeOf(pathname: string): Route | undefined {
  const parts = decoded(pathname.split('/').slice(1));
  if (parts === undefined) return undefined;
  const isApi = parts[0] === 'api' && parts[1] === 'models';
  const rest = isApi ? parts.slice(2) : parts;
  const at = rest.findIndex((part, index) => (index === 1 || index === 2) && Object.hasOwn(KINDS, part));
  const repo = rest.slice(0, at === -1 ? 2 : at).join('/');
  if (at === -1)
    return isApi && rest.length <= 2 ? { kind: 'model', repo, revision: 'HEAD', path: '' } : undefined;
  const kind = KINDS[rest[at] as keyof typeof KINDS];
  const revision = rest[at + 1];
  const path = rest.slice(at + 2).join('/');
  if (!revision || isApi === (kind === 'resolve')) return undefined;
  const wantsPath = kind === 'resolve' ? path !== '' : kind === 'tree' || path === '';
  return wantsPath ? { kind, repo, revision, path } : undefined;
}

function decoded(parts: readonly string[]): string[] | undefined {
  try {
    return parts.map(decodeURIComponent);
  } catch {
    return undefined;
  }
}
