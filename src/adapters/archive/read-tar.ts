import { HeimdexError } from '../../domain/errors.ts';
import type { ArchiveEntry } from '../../domain/ports/model-archive.ts';
import { type ByteReader, createByteReader } from './create-byte-reader.ts';
import { readTarHeader, type TarHeader } from './read-tar-header.ts';
import { BLOCK_BYTES, END_BLOCKS, paddingOf } from './tar-form.ts';

/** Other programs fill up their last record, of 10 kB as a rule; so much emptiness at the end is no archive's any more. */
const MOST_EMPTY_BYTES = 1024 * 1024;

/**
 * Reads a tar as a stream, entry by entry. It may come from anyone: whatever is no plain file, or would be read
 * differently by another program, ends it. What names and sizes may be is for the caller to say.
 *
 * @param name what the archive is called in errors
 * @throws HeimdexError `transfer-mismatch`
 */
export async function* readTar(
  source: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<ArchiveEntry, undefined, undefined> {
  const bytes = createByteReader(source);
  try {
    for (let first = true; ; first = false) {
      const header = await readTarHeader(bytes, name, first);
      if (header === undefined) break;
      let left = header.bytes;
      const content = contentOf(header, bytes, name, (count) => {
        left -= count;
      });
      yield { ...header, content };
      // What the caller had no use for.
      for await (const _ of contentOf({ ...header, bytes: left }, bytes, name, () => {}));
      const padding = await bytes.take(paddingOf(header.bytes));
      if (padding.some((byte) => byte !== 0)) throw hidden(name, `after ${header.name}`);
    }
    await requireEnd(bytes, name);
    return undefined;
  } finally {
    await bytes.close();
  }
}

async function* contentOf(
  header: TarHeader,
  bytes: ByteReader,
  archive: string,
  onBytes: (count: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  let left = header.bytes;
  for await (const chunk of bytes.pass(header.bytes)) {
    left -= chunk.length;
    onBytes(chunk.length);
    yield chunk;
  }
  if (left === 0) return;
  throw new HeimdexError(
    'transfer-mismatch',
    `${archive} is cut off: ${header.name} ends ${left} bytes too early`,
    { hint: 'copy or export it again' },
  );
}

/** After the first empty block: another one, and then nothing but emptiness. */
async function requireEnd(bytes: ByteReader, archive: string): Promise<void> {
  const second = await bytes.take(BLOCK_BYTES * (END_BLOCKS - 1));
  if (second.length < BLOCK_BYTES) {
    throw new HeimdexError('transfer-mismatch', `${archive} is cut off in the blocks that end it`, {
      hint: 'copy or export it again',
    });
  }
  if (second.some((byte) => byte !== 0)) throw hidden(archive, 'at its end');
  let empty = 0;
  for await (const chunk of bytes.pass(MOST_EMPTY_BYTES + 1)) {
    empty += chunk.length;
    if (empty > MOST_EMPTY_BYTES || chunk.some((byte) => byte !== 0)) throw hidden(archive, 'after its end');
  }
}

function hidden(archive: string, place: string): HeimdexError {
  return new HeimdexError(
    'transfer-mismatch',
    `${archive} has more in it than an archive of models has, ${place}`,
    {
      hint: 'export it again; trust nobody who hands it over like this',
    },
  );
}
