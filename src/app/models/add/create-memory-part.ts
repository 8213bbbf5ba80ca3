import type { PartFile } from '../../../domain/ports/model-intake.ts';

/** A small file on its way that is kept in memory, because nobody knows its digest yet. */
export function createMemoryPart(): PartFile & { content(): Uint8Array } {
  let chunks: Uint8Array[] = [];
  let bytes = 0;
  const reset = async (): Promise<void> => {
    chunks = [];
    bytes = 0;
  };
  // The chunk's memory is the sender's.
  const append = async (chunk: Uint8Array): Promise<void> => {
    chunks.push(Uint8Array.from(chunk));
    bytes += chunk.length;
  };
  return {
    get bytes() {
      return bytes;
    },
    append,
    appendLent: append,
    reset,
    discard: reset,
    digest: () => Promise.reject(new Error('its digest is made of its content')),
    publish: () => Promise.reject(new Error('a file in memory is none of the store')),
    close: async () => {},
    content: () => {
      const whole = new Uint8Array(bytes);
      let at = 0;
      for (const chunk of chunks) {
        whole.set(chunk, at);
        at += chunk.length;
      }
      return whole;
    },
  };
}
