import { Header, Pax } from 'tar';
import { HeimdexError } from '../../domain/errors.ts';
import type { ByteReader } from './create-byte-reader.ts';
import { BLOCK_BYTES, paddingOf, SHORT_NAME } from './tar-form.ts';

export interface TarHeader {
  readonly name: string;
  readonly bytes: number;
}

/** A name and a size; one that is longer holds something else. */
const MOST_PAX_BYTES = 1024;
const AGAIN = 'copy or export it again';

/**
 * Reads the header of the next file, or nothing where the first of the empty blocks comes that end an archive.
 *
 * @param archive what the archive is called in errors
 * @param first nothing has been read of it yet: it may be anything
 * @throws HeimdexError `transfer-mismatch`
 */
export async function readTarHeader(
  bytes: ByteReader,
  archive: string,
  first: boolean,
): Promise<TarHeader | undefined> {
  const block = await bytes.take(BLOCK_BYTES);
  if (first) refuseForeign(block, archive);
  const header = decode(block, archive);
  if (header.nullBlock) return undefined;
  if (header.type === 'ExtendedHeader') return readExtended(header, bytes, archive);
  const { path } = header;
  return { name: path ?? '', bytes: sizeOf(requireFile(header, archive), archive) };
}

/** A header that says name and size of the file in the header after it. */
async function readExtended(header: Header, bytes: ByteReader, archive: string): Promise<TarHeader> {
  const size = sizeOf(header, archive);
  if (size > MOST_PAX_BYTES) throw refusal(archive, `an extended header of ${size} bytes`);
  const text = (await bytes.take(size)).toString('latin1');
  await bytes.take(paddingOf(size));
  const { path, size: fileBytes } = Pax.parse(text);
  const canonical = new Pax({ ...(path && { path }), ...(fileBytes !== undefined && { size: fileBytes }) });
  const next = requireFile(decode(await bytes.take(BLOCK_BYTES), archive), archive);
  // Where the two contradict each other programs differ in whom they believe.
  const agree = next.path === path?.slice(0, SHORT_NAME) && sizeOf(next, archive) === fileBytes;
  if (path === undefined || fileBytes === undefined || canonical.encodeBody() !== text || !agree) {
    throw refusal(archive, 'an extended header that heimdex does not write');
  }
  return { name: path, bytes: fileBytes };
}

function decode(block: Buffer, archive: string): Header {
  if (block.length < BLOCK_BYTES) {
    throw new HeimdexError('transfer-mismatch', `${archive} is cut off: what ends an archive is missing`, {
      hint: AGAIN,
    });
  }
  let header: Header;
  try {
    header = new Header(block);
  } catch (error) {
    // A size that no number can hold.
    throw refusal(archive, 'a header that makes no sense', error);
  }
  if (header.nullBlock ? block.some((byte) => byte !== 0) : !header.cksumValid) {
    throw new HeimdexError('transfer-mismatch', `${archive} is damaged: a header has the wrong checksum`, {
      hint: AGAIN,
    });
  }
  return header;
}

function requireFile(header: Header, archive: string): Header {
  // A name with a slash at its end counts as a folder whatever the header says.
  if (header.type === 'File' || header.type === 'OldFile') return header;
  throw refusal(archive, `${header.path ?? 'an entry'}, which is no plain file (${header.type})`);
}

function sizeOf({ size, path }: Header, archive: string): number {
  if (size !== undefined && Number.isSafeInteger(size) && size >= 0) return size;
  throw refusal(archive, `${path ?? 'an entry'} without a size`);
}

function refuseForeign(block: Buffer, archive: string): void {
  const compressed = isCompressed(block);
  if (!compressed && block.length === BLOCK_BYTES && block.toString('latin1', 257, 262) === 'ustar') return;
  const what = block.length === 0 ? 'it is empty' : compressed ? 'it is compressed' : 'it is no tar file';
  throw new HeimdexError('transfer-mismatch', `${archive} is no archive of models: ${what}`, {
    hint: compressed
      ? 'unpack it on the way: gzip -dc FILE.gz | heimdex models import -'
      : 'heimdex models export FILE makes one',
  });
}

/** gzip, zstd, xz, bzip2. */
function isCompressed(block: Buffer): boolean {
  return ['1f8b', '28b52ffd', 'fd377a58', '425a68'].some((begin) =>
    block.toString('hex', 0, 4).startsWith(begin),
  );
}

function refusal(archive: string, what: string, cause?: unknown): HeimdexError {
  return new HeimdexError('transfer-mismatch', `${archive} is refused: it has ${what} in it`, {
    hint: 'export it again with heimdex models export',
    cause,
  });
}
