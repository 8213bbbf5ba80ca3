import { Header, Pax } from 'tar';
import type { ArchiveSink, ArchiveWriter } from '../../domain/ports/model-archive.ts';
import { BLOCK_BYTES, END_BLOCKS, paddingOf, SHORT_NAME } from './tar-form.ts';

const ZEROS = new Uint8Array(END_BLOCKS * BLOCK_BYTES);
/** Nothing of the machine that exports: two archives of the same models are the same bytes. */
const ALWAYS = { mode: 0o644, uid: 0, gid: 0, mtime: new Date(0), type: 'File' } as const;

/** Writes a plain tar, file by file as it comes; nothing of a file's content is kept. */
export function createTarWriter(sink: Pick<ArchiveSink, 'write'>): ArchiveWriter {
  return {
    async add(name, bytes, content) {
      await sink.write(headerOf(name, bytes));
      let written = 0;
      for await (const chunk of content) {
        written += chunk.length;
        if (written > bytes) break;
        await sink.write(chunk);
      }
      if (written !== bytes) throw new Error(`${name} brought another number of bytes than ${bytes}`);
      await sink.write(ZEROS.subarray(0, paddingOf(bytes)));
    },
    end: () => sink.write(ZEROS),
  };
}

function headerOf(name: string, bytes: number): Buffer {
  const plain = encode(name, bytes);
  if (!plain.needPax) return plain.block;
  // What a header has no room for stands before it in one of its own; what has room in both is the same in both.
  return Buffer.concat([
    new Pax({ path: name, size: bytes }).encode(),
    encode(name.slice(0, SHORT_NAME), bytes).block,
  ]);
}

function encode(path: string, size: number): { needPax: boolean; block: Buffer } {
  const block = Buffer.alloc(BLOCK_BYTES);
  const header = new Header({ path, size, ...ALWAYS });
  return { needPax: header.encode(block), block };
}
