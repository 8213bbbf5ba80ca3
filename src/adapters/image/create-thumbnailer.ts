import type { Thumbnailer } from '../../domain/ports/media.ts';
import { sharp } from './sharp-safely.ts';

/** WebP quality: below 50 blocks show in skies, above 70 the file grows with nothing to see for it at this size. */
const QUALITY = 60;

/** Thumbnails as WebP. */
export function createThumbnailer(): Thumbnailer {
  return {
    encode: ({ width, height, pixels }) =>
      sharp(pixels, { raw: { width, height, channels: 3 } })
        .webp({ quality: QUALITY, effort: 2 })
        .toBuffer(),
  };
}
