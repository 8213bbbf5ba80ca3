import type { Readable } from 'node:stream';

/** Cuts a stream of raw pictures that follow each other without a gap; an unfinished last one is dropped. */
export function cutIntoPictures(
  stream: Readable,
  bytes: number,
  onPicture: (picture: Uint8Array) => void,
): void {
  let picture = new Uint8Array(bytes);
  let filled = 0;
  stream.on('error', () => {});
  stream.on('data', (chunk: Buffer) => {
    let from = 0;
    while (from < chunk.length) {
      const count = Math.min(chunk.length - from, bytes - filled);
      picture.set(chunk.subarray(from, from + count), filled);
      filled += count;
      from += count;
      if (filled === bytes) {
        onPicture(picture);
        picture = new Uint8Array(bytes);
        filled = 0;
      }
    }
  });
}
