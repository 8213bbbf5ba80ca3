/** In how many of their 64 bits two perceptual hashes differ. */
export function hashDistance(a: bigint, b: bigint): number {
  const difference = a ^ b;
  return bitCount(Number(difference >> 32n)) + bitCount(Number(difference & 0xffff_ffffn));
}

/** How many bits of a 32-bit number are set: Warren, "Hacker's Delight", figure 5-2. */
export function bitCount(value: number): number {
  const pairs = value - ((value >>> 1) & 0x5555_5555);
  const fours = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}
