import { createHash, type Hash } from 'node:crypto';
import type { Digests, RunningDigest } from '../../domain/ports/digests.ts';
import { startDigest } from './digest-file.ts';

export function createDigests(): Digests {
  return {
    sha256: () => running(createHash('sha256')),
    gitSha1: (bytes) => running(startDigest('git-sha1', bytes)),
  };
}

function running(hash: Hash): RunningDigest {
  return { update: (chunk) => void hash.update(chunk), hex: () => hash.digest('hex') };
}
