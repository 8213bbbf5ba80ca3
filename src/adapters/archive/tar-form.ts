// The form of a tar archive: POSIX.1-2001, pax.

/** Headers fill one block, contents whole ones. */
export const BLOCK_BYTES = 512;
/** So many empty blocks end an archive. */
export const END_BLOCKS = 2;
/** A name that has room in a plain header. */
export const SHORT_NAME = 99;

/** Bytes between the end of a content and the next header. */
export function paddingOf(bytes: number): number {
  return (BLOCK_BYTES - (bytes % BLOCK_BYTES)) % BLOCK_BYTES;
}
