import { HeimdexError } from '../../domain/errors.ts';
import { sharp } from './sharp-safely.ts';

/** By the ending of the file it is for. */
export const PICTURE_ENDINGS = ['.webp', '.png', '.jpg', '.jpeg'] as const;

export type PictureEnding = (typeof PICTURE_ENDINGS)[number];

/** Above this a JPEG of a thumbnail, which is lossy already, grows with nothing to see for it. */
const JPEG_QUALITY = 90;

/**
 * A stored thumbnail (WebP) as a picture file of another form; WebP stays as it is.
 *
 * @throws HeimdexError `library-damaged` where it is no picture
 */
export async function convertThumbnail(webp: Uint8Array, ending: PictureEnding): Promise<Uint8Array> {
  if (ending === '.webp') return webp;
  try {
    const picture = sharp(webp, { failOn: 'error' });
    return await (ending === '.png' ? picture.png() : picture.jpeg({ quality: JPEG_QUALITY })).toBuffer();
  } catch (error) {
    throw new HeimdexError(
      'library-damaged',
      `the thumbnail in the library can't be read: ${(error as Error).message}`,
      { hint: 'index the video again: heimdex index FILE --reindex', cause: error },
    );
  }
}
