import type { FoundFile, SkipReason, Volume } from '../video.ts';

export type WalkEntry =
  | { readonly kind: 'file'; readonly file: FoundFile }
  | { readonly kind: 'skipped'; readonly path: string; readonly reason: SkipReason };

/** Finds the files to index below the roots a user named. */
export interface VideoWalker {
  /**
   * The one true path of a root that the user named: absolute, links resolved.
   *
   * @throws HeimdexError `path-not-found`
   */
  resolveRoot(named: string): Promise<string>;
  /**
   * Walks a folder, or yields one file, in the order of names. Links are not followed. A file named by the user is
   * yielded whatever its ending.
   *
   * @param root as `resolveRoot` gives it
   */
  walk(root: string, signal: AbortSignal): AsyncIterable<WalkEntry>;
  /** Whether nothing lies at a path any more. A path that can't be looked at is not gone. */
  isGone(absolutePath: string): Promise<boolean>;
}

/** Knows which file system a path lies on. */
export interface Volumes {
  /** The volume that a path leads to, whether something lies there or not. */
  of(absolutePath: string): Volume;
  /**
   * Where a volume is mounted; undefined where it is not, or where nothing at all lies on it: its videos are offline.
   * As the system was when this was made, or at the last `lookAgain`.
   */
  mountPathOf(volume: Pick<Volume, 'identity' | 'mountPath'>): string | undefined;
  /** Sees what was mounted or unmounted since. */
  lookAgain(): void;
}
