import type { RgbImage } from '../../domain/frame.ts';

/** Pictures channel by channel, as numbers from 0 to 255: what OpenCV's face models take. */
export function toPlanes(images: readonly RgbImage[], order: 'rgb' | 'bgr'): Float32Array {
  const [first] = images;
  const plane = first!.width * first!.height;
  const values = new Float32Array(images.length * 3 * plane);
  images.forEach(({ pixels }, index) => {
    for (let channel = 0; channel < 3; channel++) {
      const from = order === 'rgb' ? channel : 2 - channel;
      const start = (index * 3 + channel) * plane;
      for (let i = 0; i < plane; i++) values[start + i] = pixels[i * 3 + from]!;
    }
  });
  return values;
}
