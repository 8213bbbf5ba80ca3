import { stat } from 'node:fs/promises';
import { HeimdexError } from '../../domain/errors.ts';
import type { RgbImage } from '../../domain/frame.ts';
import type { ImageReader } from '../../domain/ports/media.ts';
import { fitModel } from './fit-model.ts';
import { sharp } from './sharp-safely.ts';

/** A larger picture than this is refused before it is decoded: a small file can unpack to gigabytes. */
const MAX_PIXELS = 50_000_000;
const MAX_BYTES = 256 * 1024 * 1024;

/** Reads picture files: decoded by libvips, resized as the models' reference does. */
export function createImageReader(): ImageReader {
  return { readForModel: async (path, options) => fitModel(await decodeImage(path), options) };
}

/** @throws HeimdexError `image-unreadable` */
async function decodeImage(path: string): Promise<RgbImage> {
  try {
    // A pipe or a device would never end: libvips reads on until it does.
    const stats = await stat(path);
    if (!stats.isFile()) throw new Error('it is no file');
    if (stats.size > MAX_BYTES) throw new Error(`it has ${stats.size} bytes, at most ${MAX_BYTES} are read`);
    const { data, info } = await sharp(path, { limitInputPixels: MAX_PIXELS, failOn: 'error' })
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
  } catch (error) {
    throw new HeimdexError(
      'image-unreadable',
      `${path} can't be read as a picture: ${(error as Error).message}`,
      {
        hint: 'JPEG, PNG, WebP and AVIF are read, up to 50 million pixels',
        cause: error,
      },
    );
  }
}

function threeChannels(grey: Uint8Array): Uint8Array {
  const pixels = new Uint8Array(grey.length * 3);
  grey.forEach((level, index) => void pixels.fill(level, index * 3, index * 3 + 3));
  return pixels;
}
