import { MessageChannel } from 'node:worker_threads';

/**
 * glibc keeps twice as much freed memory for what is asked for next as the largest block was that it had mapped and took
 * back (mallopt(3), M_MMAP_THRESHOLD); what is above goes to the system, page by page. Bytes.
 */
const KEPT = 16 * 1024 ** 2;

let closed: { postMessage(value: unknown, transferred: readonly ArrayBuffer[]): void } | undefined;

/**
 * Gives the memory of a blob back at once, and not when it is collected: the next blob then lies in memory that has been used
 * before, where to take in fresh pages would take longer than to read (docs/decisions/037). The blob is empty
 * afterwards. What is posted to a closed port is taken from its owner all the same (HTML, structured serialisation with
 * transfer), and belongs to nobody.
 */
export function giveBack({ buffer, length }: Buffer): void {
  if (buffer.byteLength !== length) return; // shared with others
  if (closed === undefined) {
    const { port1 } = new MessageChannel();
    port1.close();
    closed = port1;
    closed.postMessage(undefined, [new ArrayBuffer(KEPT)]);
  }
  closed.postMessage(undefined, [buffer as ArrayBuffer]);
}
