import { type CodeRule, levelsOf, WIDEST } from './code-rule.ts';
import { BLOCK, createProducts } from './kernel.ts';

/** Where a code's byte lies among others: 16 codes lie byte by byte beside each other. */
export function placeOf(slot: number, column: number, columns: number): number {
  return Math.floor(slot / BLOCK) * BLOCK * columns + column * BLOCK + (slot % BLOCK);
}

/** Puts vectors' codes into their places: every machine gives the same bits for the same vector. */
export function createEncoder(
  rule: CodeRule,
): (vector: Float32Array, codes: Uint8Array, slot: number) => void {
  const { columns, dimension, fields, mean, deviations } = rule;
  const products = createProducts(rule.axes, dimension);
  const borders = Array.from({ length: WIDEST + 1 }, (_, width) => (width === 0 ? [] : bordersOf(width)));
  const centred = new Float32Array(dimension);
  const nibbles = new Uint8Array(columns * 2);
  return (vector, codes, slot) => {
    for (let i = 0; i < dimension; i++) centred[i] = vector[i]! - mean[i]!;
    const along = products(centred);
    nibbles.fill(0);
    for (let axis = 0; axis < fields.length; axis++) {
      const { nibble, shift, width } = fields[axis]!;
      const deviation = deviations[axis]!;
      let step = 0;
      for (const border of borders[width]!) if (along[axis]! > border * deviation) step++;
      nibbles[nibble]! |= step << shift;
    }
    for (let column = 0; column < columns; column++)
      codes[placeOf(slot, column, columns)] = nibbles[2 * column]! | (nibbles[2 * column + 1]! << 4);
  };
}

/** Between two steps, at the middle. */
function bordersOf(width: number): number[] {
  const levels = levelsOf(width);
  return Array.from(levels.subarray(1), (level, index) => (level + levels[index]!) / 2);
}
