import { cosine } from './cosine.ts';
import type { TestedOutput } from './tested-output.ts';

/** The same files on another processor or runtime stay above this. */
export const MIN_COSINE = 0.999;
/**
 * Other files that are to be the same model must come closer: a graph written anew differs by 1e-12, while the towers of
 * small models quantised dynamically came as near as 0.99994 to their floats.
 */
export const MIN_COSINE_OF_OTHER_FILES = 0.99999;

export interface Comparison {
  /** Whether these are outputs of the same model. */
  readonly same: boolean;
  /** The least cosine of an output with its record; undefined where they can't be compared at all. */
  readonly cosine: number | undefined;
  /** The output that differs most. */
  readonly output: string;
  /** Present where they are not the same. */
  readonly expected?: string;
  readonly actual?: string;
}

/**
 * Holds outputs against those that were recorded: the same names, the same shapes, and vectors of nearly one direction.
 *
 * @param least the cosine that each output must have with its record
 */
export function compareOutputs(
  recorded: readonly TestedOutput[],
  outputs: readonly TestedOutput[],
  least: number,
): Comparison {
  const names = (of: readonly TestedOutput[]) => of.map(({ name }) => name).join(', ');
  if (names(recorded) !== names(outputs)) {
    const output = outputs[0]?.name ?? '';
    return { same: false, cosine: undefined, output, expected: names(recorded), actual: names(outputs) };
  }
  let worst: Comparison = { same: true, cosine: 1, output: outputs[0]?.name ?? '' };
  for (const [index, output] of outputs.entries()) {
    const before = recorded[index]!;
    if (String(before.dims) !== String(output.dims)) {
      const [expected, actual] = [`the shape (${before.dims})`, `(${output.dims})`];
      return { same: false, cosine: undefined, output: output.name, expected, actual };
    }
    const similarity = cosine(before.values, output.values);
    // NaN is less than nothing, but it is no match either.
    if (similarity >= worst.cosine!) continue;
    worst = { same: similarity >= least, cosine: similarity, output: output.name };
    if (Number.isNaN(similarity)) break;
  }
  if (worst.same) return worst;
  return { ...worst, expected: `cosine at least ${least}`, actual: worst.cosine!.toFixed(6) };
}
