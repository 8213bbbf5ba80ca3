import type { Box } from '../face.ts';
import type { RgbImage } from '../frame.ts';
import { shrinkPicture } from './shrink-picture.ts';

/** Around a face, of its longer side on each side: hair and chin belong to it. */
const MARGIN = 0.3;

/**
 * A square picture of a face with what is around it; at the edge of the picture as much as there is.
 *
 * @param side the longest that it may have, pixels; none is enlarged
 */
export function cropFace(picture: RgbImage, box: Box, side: number): RgbImage {
  const length = Math.max(box.width, box.height) * (1 + 2 * MARGIN);
  const [middleX, middleY] = [box.left + box.width / 2, box.top + box.height / 2];
  const [left, right] = span(middleX, length, picture.width);
  const [top, bottom] = span(middleY, length, picture.height);
  const [width, height] = [right - left, bottom - top];
  const pixels = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    const from = ((top + row) * picture.width + left) * 3;
    pixels.set(picture.pixels.subarray(from, from + width * 3), row * width * 3);
  }
  const scale = Math.min(1, side / Math.max(width, height));
  const size = {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
  return shrinkPicture({ width, height, pixels }, size);
}

/** What of a stretch lies in 0…most, at least one pixel. */
function span(middle: number, length: number, most: number): [from: number, to: number] {
  const from = Math.min(most - 1, Math.max(0, Math.round(middle - length / 2)));
  return [from, Math.max(from + 1, Math.min(most, Math.round(middle + length / 2)))];
}
