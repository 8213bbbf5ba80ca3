import type { DigestAlgorithm } from '../../domain/manifest/digest-of.ts';
import { startDigest } from './digest-file.ts';

/** A hash that is told a file's content bit by bit. */
export interface RunningHash {
  /** Takes the next bytes in; they may not change before it settles. Need not be waited for before the next call. */
  update(bytes: Uint8Array): Promise<void>;
  /** Lower-case hex digits of all that was taken in; no update may follow. */
  digest(): Promise<string>;
  /** Gives up what is held for a hash whose digest nobody wants. */
  drop(): void;
}

/** Starts a hash for a content of so many bytes. */
export type StartHash = (algorithm: DigestAlgorithm, bytes: number) => RunningHash;

/** A hash that is made in this thread. */
export const startHashHere: StartHash = (algorithm, bytes) => {
  const hash = startDigest(algorithm, bytes);
  return {
    update: async (block) => void hash.update(block),
    digest: async () => hash.digest('hex'),
    drop: () => {},
  };
};
