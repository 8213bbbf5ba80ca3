import type { Metadata } from 'sharp';
import { HeimdexError } from '../../domain/errors.ts';
import { fitInside } from '../../domain/fit-inside.ts';
import type { RgbImage } from '../../domain/frame.ts';
import type { PhotoReader } from '../../domain/ports/media.ts';
import { recordingTime } from '../../domain/recording-time.ts';
import type { VideoFacts } from '../../domain/video.ts';
import { decodePicture } from './decode-picture.ts';
import { fitModel } from './fit-model.ts';
import { type OpenPicture, withPicture } from './open-picture.ts';
import { readExifTime } from './read-exif-time.ts';
import { sharp } from './sharp-safely.ts';
import { toSmallFrame } from './to-small-frame.ts';

/**
 * Photos, decoded by libvips; the model's input is resized as its reference does (decision 005).
 *
 * @param options `now`: the clock that says which photos would be of the future, milliseconds since 1970
 */
export function createPhotoReader({ now = Date.now } = {}): PhotoReader {
  return {
    probe: (path) => naming(path, async ({ metadata }) => factsOf(metadata, now())),
    read: (path, options) =>
      naming(path, async (picture) => {
        const image = await decodePicture(picture);
        const forThumbnail = await shrink(image, options.thumbnailSide);
        return {
          facts: factsOf(picture.metadata, now()),
          frame: { time: 0, forModel: fitModel(image, options), forThumbnail },
          small: toSmallFrame(forThumbnail),
        };
      }),
    readWhole: (path, side) =>
      naming(path, async (picture) => {
        const image = await decodePicture(picture);
        return Math.max(image.width, image.height) <= side ? image : shrink(image, side);
      }),
  };
}

async function naming<T>(path: string, use: (picture: OpenPicture) => Promise<T>): Promise<T> {
  try {
    return await withPicture(path, use);
  } catch (error) {
    throw new HeimdexError(
      'media-unreadable',
      `${path} is not a photo that can be read: ${(error as Error).message}`,
      { cause: error },
    );
  }
}

function factsOf(metadata: Metadata, now: number): VideoFacts {
  const { format, compression, autoOrient, exif } = metadata;
  // libvips names the family; what is in it tells AVIF from HEIC.
  const container = format !== 'heif' ? format : compression === 'av1' ? 'avif' : 'heic';
  const recorded = exif && recordingTime([readExifTime(exif)], now);
  return {
    container,
    codec: compression ?? format,
    width: autoOrient.width,
    height: autoOrient.height,
    duration: 0,
    start: 0,
    frameRate: 0,
    hasAudio: false,
    dynamicRange: 'sdr',
    interlaced: false,
    ...(recorded !== undefined && { recorded }),
  };
}

async function shrink(image: RgbImage, side: number): Promise<RgbImage> {
  const { width, height } = fitInside(image, side);
  const pixels = await sharp(image.pixels, {
    raw: { width: image.width, height: image.height, channels: 3 },
  })
    .resize(width, height, { fit: 'fill', kernel: 'cubic' })
    .raw()
    .toBuffer();
  return { width, height, pixels };
}
