/** A seeded source of 32 random bits at a time (mulberry32, public domain): the same on every machine. */
export function createBits(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

/** A seeded source of 1 and -1. */
export function createSigns(seed: number): () => number {
  const bits = createBits(seed);
  return () => ((bits() & 0x8000) === 0 ? 1 : -1);
}
