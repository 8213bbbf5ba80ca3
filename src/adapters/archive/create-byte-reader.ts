/** Bytes taken in order from a stream whose chunks may be of any size. */
export interface ByteReader {
  /** So many bytes in one piece; fewer only where the stream ends. */
  take(count: number): Promise<Buffer>;
  /** So many bytes as they come; fewer only where the stream ends. A chunk is valid until the next one. */
  pass(count: number): AsyncGenerator<Uint8Array, void, undefined>;
  /** Ends the stream. */
  close(): Promise<void>;
}

export function createByteReader(source: AsyncIterable<Uint8Array>): ByteReader {
  const chunks = source[Symbol.asyncIterator]();
  let chunk: Uint8Array = new Uint8Array(0);
  /** Up to so many bytes, at least one; none where the stream has ended. */
  const next = async (most: number): Promise<Uint8Array> => {
    while (chunk.length === 0) {
      const { done, value } = await chunks.next();
      if (done === true) return chunk;
      chunk = value;
    }
    const part = chunk.subarray(0, most);
    chunk = chunk.subarray(part.length);
    return part;
  };

  return {
    async take(count) {
      const whole = Buffer.alloc(count);
      let filled = 0;
      while (filled < count) {
        const part = await next(count - filled);
        if (part.length === 0) break;
        whole.set(part, filled);
        filled += part.length;
      }
      return whole.subarray(0, filled);
    },
    async *pass(count) {
      for (let left = count; left > 0; ) {
        const part = await next(left);
        if (part.length === 0) return;
        left -= part.length;
        yield part;
      }
    },
    async close() {
      await chunks.return?.();
    },
  };
}
