import { HeimdexError } from '../../domain/errors.ts';
import type { RgbImage } from '../../domain/frame.ts';
import { sharp } from './sharp-safely.ts';

/**
 * A stored thumbnail as a square of pixels, cut in the middle.
 *
 * @param side its width and height, pixels
 * @throws HeimdexError `library-damaged` where it is no picture
 */
export async function decodeThumbnail(webp: Uint8Array, side: number): Promise<RgbImage> {
  try {
    const pixels = await sharp(webp, { failOn: 'error' })
      .resize(side, side, { fit: 'cover' })
      .removeAlpha()
      .raw()
      .toBuffer();
    return { width: side, height: side, pixels };
  } catch (error) {
    throw new HeimdexError(
      'library-damaged',
      `a thumbnail in the library can't be read: ${(error as Error).message}`,
      { hint: 'index the video again: heimdex index FILE --reindex', cause: error },
    );
  }
}
