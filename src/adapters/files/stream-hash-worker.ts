import type { Hash } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import type { HashOrder, HashReply } from './create-hash-thread.ts';
import { startDigest } from './digest-file.ts';

const port = parentPort!;
const hashes = new Map<number, Hash>();

// The entry of a worker thread: it does what it is told in the order of the orders, and is stopped by being ended.
port.on('message', (order: HashOrder) => {
  const reply = (answer: HashReply) => port.postMessage(answer);
  const { kind, id } = order;
  if (kind === 'start') {
    hashes.set(id, startDigest(order.algorithm, order.bytes));
  } else if (kind === 'update') {
    hashes.get(id)!.update(order.bytes);
    reply(undefined);
  } else {
    if (kind === 'digest') reply(hashes.get(id)!.digest('hex'));
    hashes.delete(id);
  }
});
