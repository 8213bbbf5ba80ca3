import { fitInside } from '../../domain/fit-inside.ts';
import type { RgbImage, SmallFrame } from '../../domain/frame.ts';
import { resample } from './resample.ts';

/** Longest side of small frames, pixels: that of the video decoder's. */
const SIDE = 160;

/**
 * A picture as a small frame at time 0. Luma and chroma as standard video has them: ITU-R BT.601-7, section 2.5.3, luma
 * 16–235, chroma 16–240.
 */
export function toSmallFrame(image: RgbImage): SmallFrame {
  const { width, height, pixels } = resample(image, fitInside(image, SIDE), 'bilinear');
  const count = width * height;
  const [y, u, v] = [new Uint8Array(count), new Uint8Array(count), new Uint8Array(count)];
  for (let at = 0; at < count; at++) {
    const red = pixels[at * 3]!;
    const green = pixels[at * 3 + 1]!;
    const blue = pixels[at * 3 + 2]!;
    const luma = 0.299 * red + 0.587 * green + 0.114 * blue;
    y[at] = Math.round(16 + (219 * luma) / 255);
    u[at] = Math.round(128 + (224 * (blue - luma)) / (1.772 * 255));
    v[at] = Math.round(128 + (224 * (red - luma)) / (1.402 * 255));
  }
  return { time: 0, width, height, y, u, v };
}
