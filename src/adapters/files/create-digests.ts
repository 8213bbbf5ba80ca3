import { createHash } from 'node:crypto';
import type { Digests } from '../../domain/ports/model-folder.ts';

export function createDigests(): Digests {
  return {
    sha256: () => {
      const hash = createHash('sha256');
      return { update: (chunk) => void hash.update(chunk), hex: () => hash.digest('hex') };
    },
  };
}
