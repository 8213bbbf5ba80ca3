import { constants, open } from 'node:fs/promises';
import type { Metadata, Sharp } from 'sharp';
import { systemPath } from '../../domain/system-path.ts';
import { sharp } from './sharp-safely.ts';

/** A larger picture than this is refused before it is decoded: a small file can unpack to gigabytes. */
const MAX_PIXELS = 50_000_000;
const MAX_BYTES = 256 * 1024 * 1024;

/** The major brands of HEIF files with HEVC in them (ISO/IEC 23008-12, annex B). */
const HEVC_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx']);

/** A picture file that may be decoded. */
export interface OpenPicture {
  readonly metadata: Metadata;
  /** libvips' reading of it, not yet begun. */
  readonly pipeline: Sharp;
}

/**
 * Opens a picture file, looks at its head, and hands it to `use`; nothing is decoded before. Refused are what is no
 * file, too large or in no format of the list (sharp-safely.ts).
 *
 * @throws Error with the reason in words; the caller names the file
 */
export async function withPicture<T>(path: string, use: (picture: OpenPicture) => Promise<T>): Promise<T> {
  // A pipe would block, and a device never end: libvips reads on until it does.
  const handle = await open(systemPath(path), constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw new Error('it is no file');
    if (stats.size > MAX_BYTES) throw new Error(`it has ${stats.size} bytes, at most ${MAX_BYTES} are read`);
    // libvips takes names that are UTF-8 only.
    const name = typeof systemPath(path) === 'string' ? path : `/dev/fd/${handle.fd}`;
    try {
      const metadata = await sharp(name, { limitInputPixels: false }).metadata();
      const pixels = metadata.width * metadata.height;
      if (pixels > MAX_PIXELS) {
        const [size, most] = [pixels, MAX_PIXELS].map((count) => Math.round(count / 1_000_000));
        throw new Error(`too large (${size} MP): at most ${most} MP are read`);
      }
      return await use({
        metadata,
        pipeline: sharp(name, { limitInputPixels: MAX_PIXELS, failOn: 'error' }),
      });
    } catch (error) {
      const head = Buffer.alloc(12);
      await handle.read(head, 0, head.length, 0);
      throw plainly(error as Error, name, head.toString('latin1'));
    }
  } finally {
    await handle.close();
  }
}

/** libvips' reason in one line, without the name of the file. */
function plainly(error: Error, name: string, head: string): Error {
  const isHeic = head.slice(4, 8) === 'ftyp' && HEVC_BRANDS.has(head.slice(8));
  const reason = error.message.split('\n')[0]!.replaceAll(`${name}: `, '').slice(0, 200);
  const words = isHeic
    ? `HEIC pictures need a decoder for HEVC, which this build of sharp does not have (${reason})`
    : reason;
  return new Error(words, { cause: error });
}
