import { createHash } from 'node:crypto';
import { digestOf } from '../../domain/manifest/digest-of.ts';
import type { Model } from '../../domain/manifest/schema.ts';

/** One digest over all that some models pin: it changes with any file of any of them, and with nothing else. */
export function pinsOf(models: readonly Model[]): string {
  const lines = models.flatMap(({ key, source, files }) =>
    files.map((file) => {
      const { algorithm, hex } = digestOf(file);
      return `${key}/${source.revision}/${file.path} ${algorithm}:${hex}\n`;
    }),
  );
  return createHash('sha256').update(lines.sort().join('')).digest('hex');
}
