import type { Incoming, ModelSource } from '../../../domain/ports/model-source.ts';

/** A source that hands out some files from memory, and all others as before. */
export function withContents(source: ModelSource, contents: ReadonlyMap<string, Uint8Array>): ModelSource {
  return {
    ...source,
    async fetch(model, file, from, signal): Promise<Incoming> {
      const content = contents.get(file.path);
      if (content === undefined) return source.fetch(model, file, from, signal);
      return { from, bytes: once(content.subarray(from)) };
    },
  };
}

async function* once(content: Uint8Array): AsyncGenerator<Uint8Array> {
  // In pieces no larger than those that come over a network.
  for (let at = 0; at < content.length; at += 65_536) yield content.slice(at, at + 65_536);
}
