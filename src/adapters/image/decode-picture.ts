import type { RgbImage } from '../../domain/frame.ts';
import type { OpenPicture } from './open-picture.ts';

/** The pixels of a picture, upright, in sRGB, without transparency. */
export async function decodePicture({ pipeline }: OpenPicture): Promise<RgbImage> {
  const { data, info } = await pipeline
    .autoOrient()
    .toColourspace('srgb')
    .removeAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return {
    width: info.width,
    height: info.height,
    pixels: info.channels === 1 ? threeChannels(data) : data,
  };
}

function threeChannels(grey: Uint8Array): Uint8Array {
  const pixels = new Uint8Array(grey.length * 3);
  grey.forEach((level, index) => void pixels.fill(level, index * 3, index * 3 + 3));
  return pixels;
}
