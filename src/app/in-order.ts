import { inRounds } from '../domain/in-rounds.ts';
import type { Work } from './find-work.ts';

/** The order in which found files are indexed: something of every folder is searchable early (decision 028). */
export function inOrder(pending: readonly Work[]): Work[] {
  return inRounds(pending, ({ file: { absolutePath, bytes } }) => ({
    folder: absolutePath.slice(0, absolutePath.lastIndexOf('/')),
    bytes,
  }));
}
