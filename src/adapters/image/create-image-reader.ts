import { HeimdexError } from '../../domain/errors.ts';
import type { ImageReader } from '../../domain/ports/media.ts';
import { decodePicture } from './decode-picture.ts';
import { fitModel } from './fit-model.ts';
import { withPicture } from './open-picture.ts';

/** Reads picture files: decoded by libvips, resized as the models' reference does. */
export function createImageReader(): ImageReader {
  return {
    async readForModel(path, options) {
      try {
        return fitModel(await withPicture(path, decodePicture), options);
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
    },
  };
}
