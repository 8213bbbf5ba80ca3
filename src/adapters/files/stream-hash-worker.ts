import type { Hash } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import type { DigestAlgorithm } from '../../domain/manifest/digest-of.ts';
import type { Answer } from './create-asked-thread.ts';
import { startDigest } from './digest-file.ts';

/** All but `start` and `drop` have an answer; that of `digest` is hex digits. */
export type HashOrder =
  | {
      readonly kind: 'start';
      readonly id: number;
      readonly algorithm: DigestAlgorithm;
      readonly bytes: number;
    }
  | { readonly kind: 'update'; readonly id: number; readonly bytes: Uint8Array }
  | { readonly kind: 'digest'; readonly id: number }
  | { readonly kind: 'drop'; readonly id: number };

const port = parentPort!;
const hashes = new Map<number, Hash>();

// The entry of a worker thread, an `AskedThread`.
port.on('message', (order: HashOrder) => {
  const reply = (answer: Answer) => port.postMessage(answer);
  const { kind, id } = order;
  if (kind === 'start') {
    hashes.set(id, startDigest(order.algorithm, order.bytes));
  } else if (kind === 'update') {
    hashes.get(id)!.update(order.bytes);
    reply({});
  } else {
    if (kind === 'digest') reply({ value: hashes.get(id)!.digest('hex') });
    hashes.delete(id);
  }
});
