import type { IncomingMessage } from 'node:http';
import { TransferInterrupted } from '../../domain/ports/model-source.ts';
import { createBlockQueue } from './create-block-queue.ts';
import { tap } from './create-tapped-agents.ts';

const BLOCK_BYTES = 512 * 1024;

/** So many full blocks may wait before the connection has to, until only so many are left. */
const MAX_WAITING = 8;
const FEW_WAITING = 2;

/** For so long a block may fill while it is waited for, milliseconds: many small blocks cost more than they tell. */
const LINGER_MS = 20;

/** For less than this a connection is better kept for the next request. */
const WORTH_A_CONNECTION_BYTES = 1024 * 1024;

/**
 * The body of an answer in blocks of shared memory: whoever hashes them in another thread need not copy them. A long
 * body goes from the connection straight into them: docs/decisions/014-receiving-and-hashing.md.
 *
 * @param idleMs after so many milliseconds without a byte the transfer has failed
 */
export async function* readBlocks(response: IncomingMessage, idleMs: number): AsyncGenerator<Uint8Array> {
  const length = lengthOf(response);
  const blocks = createBlockQueue(Math.min(BLOCK_BYTES, length ?? BLOCK_BYTES));
  let received = 0;
  let stopped = false;
  let tapped = false;
  let wake = () => {};
  const isOver = () => received === length || response.readableEnded || response.closed;
  const idle = setTimeout(() => {
    if (stopped) idle.refresh();
    else response.destroy(new TransferInterrupted('no more bytes came'));
  }, idleMs);
  const count = (bytes: number, wasEmpty: boolean): void => {
    idle.refresh();
    received += bytes;
    stopped = blocks.full >= MAX_WAITING;
    if (wasEmpty || blocks.full > 0 || received === length) wake();
  };
  const resume = (): void => {
    if (!stopped || blocks.full > FEW_WAITING) return;
    stopped = false;
    response.resume();
    response.socket.resume();
  };
  const tapIfWorth = (): void => {
    // What has been read but not handed on must come first.
    const waits = response.readableLength > 0 || response.socket.readableLength > 0;
    if (tapped || waits || (length ?? 0) - received < WORTH_A_CONNECTION_BYTES) return;
    tapped = true;
    tap(response.socket, {
      room: () => blocks.room().subarray(0, Math.max(1, length! - received)),
      took: (bytes) => {
        const wasEmpty = blocks.isEmpty;
        blocks.took(bytes);
        count(bytes, wasEmpty);
        return !stopped && received < length!;
      },
    });
  };
  const onData = (bytes: Buffer): void => {
    const wasEmpty = blocks.isEmpty;
    blocks.put(bytes);
    count(bytes.length, wasEmpty);
    if (stopped) response.pause();
    else tapIfWorth();
  };
  const change = async (limitMs?: number): Promise<void> => {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      wake = resolve;
      if (limitMs !== undefined) timer = setTimeout(resolve, limitMs);
    });
    clearTimeout(timer);
  };
  response.on('data', onData).on('end', () => wake());
  response.on('close', () => wake());
  try {
    for (;;) {
      if (blocks.isEmpty && !isOver()) await change();
      if (blocks.full === 0 && !isOver()) await change(LINGER_MS);
      const block = blocks.take();
      resume();
      if (block !== undefined) yield block;
      else if (isOver()) break;
    }
    if (received !== length && response.errored) throw response.errored;
  } finally {
    clearTimeout(idle);
  }
}

/** How long the body says it is; undefined where it does not. */
function lengthOf({ headers }: IncomingMessage): number | undefined {
  const length = headers['transfer-encoding'] === undefined ? Number(headers['content-length']) : Number.NaN;
  return Number.isSafeInteger(length) && length > 0 ? length : undefined;
}
