import type { Tensor } from 'onnxruntime-node';

/**
 * The numbers of a tensor of floats of 32 or 16 bits.
 *
 * @param refuse makes the error that is thrown where it holds something else
 */
export function floatsOf({ type, data }: Tensor, refuse: (message: string) => Error): Float32Array {
  if (data instanceof Float32Array) return data;
  // Later versions of Node have an array of such floats; here their bits come as whole numbers.
  if (type === 'float16') {
    return data instanceof Uint16Array
      ? Float32Array.from(data, halfToFloat)
      : Float32Array.from(data as ArrayLike<number>);
  }
  throw refuse(`expected float32 or float16, got ${type}`);
}

/** IEEE 754 binary16: one bit of sign, five of exponent, ten of fraction. */
function halfToFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
