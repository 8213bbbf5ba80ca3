import type { CodeRule, Field } from './code-rule.ts';

const VERSION = 1;
const HEAD = 4;

/** A rule as it is stored: 32-bit numbers (little-endian), then three bytes for each field. */
export function toBytes({ dimension, columns, mean, axes, deviations, fields }: CodeRule): Uint8Array {
  const numbers = dimension + fields.length + axes.length;
  const bytes = new Uint8Array(4 * (HEAD + numbers) + 3 * fields.length);
  new Uint32Array(bytes.buffer, 0, HEAD).set([VERSION, dimension, columns, fields.length]);
  const floats = new Float32Array(bytes.buffer, 4 * HEAD, numbers);
  floats.set(mean, 0);
  floats.set(deviations, dimension);
  floats.set(axes, dimension + fields.length);
  bytes.set(
    fields.flatMap(({ nibble, shift, width }) => [nibble, shift, width]),
    4 * (HEAD + numbers),
  );
  return bytes;
}

/**
 * Reads a stored rule.
 *
 * @throws RangeError where it is none for vectors of this dimension
 */
export function fromBytes(stored: Uint8Array, expected: number): CodeRule {
  // A copy: what SQLite gives need not lie on a multiple of four.
  const bytes = new Uint8Array(stored);
  if (bytes.length < 4 * HEAD) throw new RangeError('a rule of codes is cut off');
  const [version, dimension, columns, count] = new Uint32Array(bytes.buffer, 0, HEAD) as unknown as [
    number,
    number,
    number,
    number,
  ];
  const numbers = dimension + count + count * dimension;
  const isWhole = bytes.length === 4 * (HEAD + numbers) + 3 * count;
  if (version !== VERSION || dimension !== expected || columns < 1 || columns > 127 || !isWhole)
    throw new RangeError('a rule of codes has another form');
  const floats = new Float32Array(bytes.buffer, 4 * HEAD, numbers);
  const fields = Array.from({ length: count }, (_, axis): Field => {
    const [nibble, shift, width] = bytes.subarray(4 * (HEAD + numbers) + 3 * axis);
    return { nibble: nibble!, shift: shift!, width: width! };
  });
  if (fields.some(({ nibble, shift, width }) => nibble >= 2 * columns || width < 1 || shift + width > 4))
    throw new RangeError('a rule of codes has another form');
  return {
    dimension,
    columns,
    mean: floats.subarray(0, dimension),
    deviations: floats.subarray(dimension, dimension + count),
    axes: floats.subarray(dimension + count),
    fields,
  };
}
