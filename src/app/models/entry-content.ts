import type { ArchiveEntry } from '../../domain/ports/model-archive.ts';

/** The whole of a small entry. */
export async function entryContent({ bytes, content }: ArchiveEntry): Promise<Uint8Array> {
  const whole = new Uint8Array(bytes);
  let filled = 0;
  for await (const chunk of content) {
    whole.set(chunk, filled);
    filled += chunk.length;
  }
  return whole;
}
