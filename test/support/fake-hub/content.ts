import { createReadStream } from 'node:fs';

/** What a file holds, from wherever it comes. */
export interface Content {
  readonly size: number;
  /** The bytes from one place up to, and without, another. */
  read(from: number, to: number): AsyncIterable<Uint8Array>;
}

/** Content in memory. */
export function bytesContent(bytes: Uint8Array): Content {
  return {
    size: bytes.length,
    async *read(from, to) {
      if (from < to) yield bytes.subarray(from, to);
    },
  };
}

/** Content of a file on disk, read piece by piece each time it is asked for. */
export function diskContent(path: string, size: number): Content {
  return {
    size,
    async *read(from, to) {
      if (from < to) yield* createReadStream(path, { start: from, end: to - 1, highWaterMark: 1 << 18 });
    },
  };
}
