/** What there is in repositories of the Hub. */
export interface ModelListing {
  /**
   * Looks up the commit that a branch, tag or commit names, and its files.
   *
   * @param repo OWNER/NAME
   * @throws TransferInterrupted where another try may help
   * @throws HeimdexError `network`, `not-found-upstream`, `access-denied-upstream`
   */
  look(repo: string, revision: string, signal: AbortSignal): Promise<ListedRepository>;
  /** Ends all connections. */
  close(): Promise<void>;
}

export interface ListedRepository {
  /** 40 hex digits. */
  readonly commit: string;
  readonly licence: string | undefined;
  /** Files whose names heimdex can take, by path. */
  readonly files: ReadonlyMap<string, ListedFile>;
}

/** A large file has a sha256, a small one git's name for its content. */
export type ListedFile = { readonly bytes: number } & (
  | { readonly sha256: string }
  | { readonly gitSha1: string }
);
