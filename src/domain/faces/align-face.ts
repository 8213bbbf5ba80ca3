import type { Landmarks } from '../face.ts';
import type { RgbImage } from '../frame.ts';
import { type FaceTemplate, inverseOf, similarityTransform } from './similarity-transform.ts';

/**
 * A face upright, cut out so that its landmarks lie on the template: bilinear between the four nearest pixels, black
 * beyond the picture's edges, as OpenCV's FaceRecognizerSF.alignCrop does it (cv::warpAffine).
 *
 * @param size width and height of the result, pixels
 * @throws RangeError where the landmarks are one point, or no numbers
 */
export function alignFace(
  picture: RgbImage,
  landmarks: Landmarks,
  template: FaceTemplate,
  size: number,
): RgbImage {
  const { a, b, x0, y0 } = inverseOf(similarityTransform(landmarks, template));
  const pixels = new Uint8Array(size * size * 3);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      sampleAt(picture, a * x - b * y + x0, b * x + a * y + y0, pixels, (y * size + x) * 3);
    }
  }
  return { width: size, height: size, pixels };
}

function sampleAt({ width, height, pixels }: RgbImage, x: number, y: number, to: Uint8Array, at: number) {
  const left = Math.floor(x);
  const top = Math.floor(y);
  if (left < -1 || top < -1 || left >= width || top >= height) return;
  const right = x - left;
  const below = y - top;
  // What lies outside has no weight: black.
  const [atLeft, atRight] = [left >= 0 ? 1 - right : 0, left + 1 < width ? right : 0];
  const [atTop, atBottom] = [top >= 0 ? 1 - below : 0, top + 1 < height ? below : 0];
  const upper = (Math.max(top, 0) * width + Math.max(left, 0)) * 3;
  const beside = left >= 0 && left + 1 < width ? 3 : 0;
  const lower = upper + (top >= 0 && top + 1 < height ? width * 3 : 0);
  for (let channel = 0; channel < 3; channel++) {
    const above = pixels[upper + channel]! * atLeft + pixels[upper + beside + channel]! * atRight;
    const under = pixels[lower + channel]! * atLeft + pixels[lower + beside + channel]! * atRight;
    to[at + channel] = Math.round(above * atTop + under * atBottom);
  }
}
