import type { RgbImage } from '../../domain/frame.ts';
import type { SamplingOptions } from '../../domain/ports/media.ts';
import { resample } from './resample.ts';

/**
 * A picture as a model's square input: squeezed to it, or its short side scaled to it and the middle cut out, with the
 * rounding of transformers' processors (long side cut to whole pixels, offset rounded down).
 */
export function fitModel(
  image: RgbImage,
  options: Pick<SamplingOptions, 'modelSize' | 'crop' | 'resample'>,
): RgbImage {
  const { modelSize: size, crop, resample: filter } = options;
  if (crop === 'none') return resample(image, { width: size, height: size }, filter);
  const short = Math.min(image.width, image.height);
  const scaled = (side: number) => (side === short ? size : Math.trunc((size * side) / short));
  return cutMiddle(
    resample(image, { width: scaled(image.width), height: scaled(image.height) }, filter),
    size,
  );
}

function cutMiddle({ width, height, pixels }: RgbImage, size: number): RgbImage {
  const left = Math.floor((width - size) / 2);
  const top = Math.floor((height - size) / 2);
  const cut = new Uint8Array(size * size * 3);
  for (let row = 0; row < size; row++) {
    const start = ((top + row) * width + left) * 3;
    cut.set(pixels.subarray(start, start + size * 3), row * size * 3);
  }
  return { width: size, height: size, pixels: cut };
}
