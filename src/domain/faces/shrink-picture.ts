import type { Size } from '../fit-inside.ts';
import type { RgbImage } from '../frame.ts';

/**
 * A picture made smaller, each pixel the mean of the area that it covers (as OpenCV's INTER_AREA); the picture itself
 * where it has the size already.
 *
 * @throws RangeError where it would become larger
 */
export function shrinkPicture(picture: RgbImage, { width, height }: Size): RgbImage {
  if (width === picture.width && height === picture.height) return picture;
  if (width > picture.width || height > picture.height) {
    throw new RangeError(`${picture.width}×${picture.height} can't be shrunk to ${width}×${height}`);
  }
  const across = coverOf(picture.width, width);
  const down = coverOf(picture.height, height);
  const pixels = new Uint8Array(width * height * 3);
  const line = new Float32Array(picture.width * 3);
  for (let y = 0; y < height; y++) {
    // Down first: that is a plain walk along the source's rows, which are most of the work.
    line.fill(0);
    for (let k = 0; k < down.counts[y]!; k++) {
      addRow(line, picture.pixels, (down.starts[y]! + k) * line.length, down.shares[y * down.most + k]!);
    }
    shrinkLine(line, across, pixels, y * width * 3);
  }
  return { width, height, pixels };
}

function addRow(line: Float32Array, pixels: Uint8Array, start: number, share: number): void {
  for (let i = 0; i < line.length; i++) line[i]! += pixels[start + i]! * share;
}

function shrinkLine(line: Float32Array, { starts, counts, shares, most }: Cover, to: Uint8Array, at: number) {
  for (let x = 0; x < starts.length; x++) {
    let [red, green, blue] = [0.5, 0.5, 0.5];
    for (let k = 0; k < counts[x]!; k++) {
      const share = shares[x * most + k]!;
      const from = (starts[x]! + k) * 3;
      red += line[from]! * share;
      green += line[from + 1]! * share;
      blue += line[from + 2]! * share;
    }
    to[at + x * 3] = red;
    to[at + x * 3 + 1] = green;
    to[at + x * 3 + 2] = blue;
  }
}

/** Which samples of a line make up each value of a shorter one. */
interface Cover {
  readonly starts: Int32Array;
  readonly counts: Int32Array;
  /** Parts of the value's area, `most` places a value. */
  readonly shares: Float32Array;
  readonly most: number;
}

function coverOf(length: number, to: number): Cover {
  const step = length / to;
  const most = Math.ceil(step) + 1;
  const starts = new Int32Array(to);
  const counts = new Int32Array(to);
  const shares = new Float32Array(to * most);
  for (let i = 0; i < to; i++) {
    const [from, end] = [i * step, (i + 1) * step];
    // A sliver of a sample that exists by rounding alone is left out.
    const first = Math.floor(from + 1e-6);
    const last = Math.min(length, Math.ceil(end - 1e-6));
    starts[i] = first;
    counts[i] = last - first;
    for (let k = 0; k < last - first; k++) {
      const covered = Math.min(first + k + 1, end) - Math.max(first + k, from);
      shares[i * most + k] = covered / step;
    }
  }
  return { starts, counts, shares, most };
}
