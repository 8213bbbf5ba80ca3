import { Tensor } from 'onnxruntime-node';

/** Positions that a buffer grows by. */
const GROWTH = 64;

/** A row of numbers for each position, in as many rows as texts and heads together. */
export interface WrittenShape {
  readonly rows: number;
  readonly heads: number;
  /** Positions after the step. */
  readonly length: number;
  readonly size: number;
}

/**
 * Memory for what the decoder keeps of what was written, two of each, taken in turn: a step reads one and writes the
 * other. New memory at every step would be most of what the garbage collector has to do.
 *
 * @returns gives a tensor to write into; it is written over two steps later
 */
export function createWrittenBuffers(): (name: string, turn: number, shape: WrittenShape) => Tensor {
  const buffers = new Map<string, Float32Array>();
  return (name, turn, { rows, heads, length, size }) => {
    const key = `${name} ${turn % 2}`;
    const count = rows * heads * length * size;
    let buffer = buffers.get(key);
    if (buffer === undefined || buffer.length < count) {
      buffer = new Float32Array(rows * heads * (Math.ceil(length / GROWTH) * GROWTH) * size);
      buffers.set(key, buffer);
    }
    return new Tensor('float32', buffer.subarray(0, count), [rows, heads, length, size]);
  };
}
