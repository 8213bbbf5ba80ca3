import sharp from 'sharp';
import type { RgbImage } from '../../src/domain/frame.ts';

/** A picture's pixels as the file has them, without alpha. */
export async function readPicture(path: string): Promise<RgbImage> {
  const { data, info } = await sharp(path)
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, pixels: data };
}
