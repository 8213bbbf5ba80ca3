import type { Pass } from '../../domain/faces/plan-passes.ts';
import type { Size } from '../../domain/fit-inside.ts';
import type { RgbImage } from '../../domain/frame.ts';

/**
 * A part of a picture as the input of OpenCV's face detector: blue, green, red, one channel after the other, 0 to 255; what
 * the part does not fill on the right and below is 0, as copyMakeBorder of FaceDetectorYN leaves it.
 *
 * @param reused an array that was returned before, written over where it has the right length: fresh memory costs as much
 *   as filling it
 * @returns 3 · height · width floats
 */
export function partPlanes(
  picture: RgbImage,
  part: Pass,
  { width, height }: Size,
  reused?: Float32Array,
): Float32Array {
  const plane = width * height;
  const planes = reused?.length === 3 * plane ? reused : new Float32Array(3 * plane);
  if (planes === reused && (part.width < width || part.height < height)) planes.fill(0);
  const blue = planes.subarray(0, plane);
  const green = planes.subarray(plane, 2 * plane);
  const red = planes.subarray(2 * plane);
  for (let row = 0; row < part.height; row++) {
    let from = ((part.top + row) * picture.width + part.left) * 3;
    const end = row * width + part.width;
    for (let to = row * width; to < end; to++) {
      red[to] = picture.pixels[from]!;
      green[to] = picture.pixels[from + 1]!;
      blue[to] = picture.pixels[from + 2]!;
      from += 3;
    }
  }
  return planes;
}
