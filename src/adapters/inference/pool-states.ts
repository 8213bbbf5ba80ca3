import type { TextConfig } from '../../domain/manifest/schema.ts';
import { type UnitVector, unit } from '../../domain/vector.ts';

/**
 * One vector a text from the states of its tokens: their mean, or the first one, scaled to length 1 (as the
 * configuration of sentence-transformers says of each model).
 *
 * @param states (texts, longest, dimension), row by row
 * @param lengths tokens of each text; what follows them in its row is filling
 */
export function poolStates(
  states: ArrayLike<number>,
  lengths: readonly number[],
  { pooling, dimension }: Pick<TextConfig, 'pooling' | 'dimension'>,
): UnitVector[] {
  const longest = Math.max(...lengths);
  if (states.length !== lengths.length * longest * dimension) {
    throw new RangeError(
      `the model gave ${states.length} numbers for ${lengths.length} texts of ${longest} tokens`,
    );
  }
  return lengths.map((length, row) => {
    // The mean's divisor goes away when the length becomes 1.
    const sum = new Float64Array(dimension);
    const counted = pooling === 'first' ? 1 : length;
    for (let token = 0; token < counted; token++) {
      const start = (row * longest + token) * dimension;
      for (let i = 0; i < dimension; i++) sum[i]! += states[start + i]!;
    }
    return unit(sum);
  });
}
