/**
 * A picture's luma as a square of `side` × `side`, each value the mean of the area it covers (exact where sides do not
 * divide; a smaller picture is enlarged the same way).
 */
export function shrinkLuma(luma: Uint8Array, width: number, height: number, side: number): Float64Array {
  const narrow = new Float64Array(side * height);
  const across = shares(width, side);
  for (const { from, to, share } of across) {
    for (let row = 0; row < height; row++) {
      narrow[row * side + to]! += luma[row * width + from]! * share;
    }
  }
  const result = new Float64Array(side * side);
  for (const { from, to, share } of shares(height, side)) {
    for (let x = 0; x < side; x++) result[to * side + x]! += narrow[from * side + x]! * share;
  }
  return result;
}

interface Share {
  readonly from: number;
  readonly to: number;
  /** Of the target's area that the source sample covers. */
  readonly share: number;
}

/** Which samples of a line of `length` make up each of `side` values, in order. */
function shares(length: number, side: number): Share[] {
  const list: Share[] = [];
  const step = length / side;
  for (let to = 0; to < side; to++) {
    const start = to * step;
    const end = start + step;
    for (let from = Math.floor(start); from < Math.min(length, Math.ceil(end)); from++) {
      const covered = Math.min(from + 1, end) - Math.max(from, start);
      if (covered > 1e-9) list.push({ from, to, share: covered / step });
    }
  }
  return list;
}
