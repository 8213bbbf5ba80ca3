import { Header, type HeaderData, Pax } from 'tar';
import { archiveManifest } from '../../src/domain/archive/archive-manifest.ts';
import { ARCHIVE_MANIFEST, fileEntryName } from '../../src/domain/archive/entry-names.ts';
import type { MadeModel } from './made-models.ts';

// Archives made block by block, so that they can be wrong in any way.

/** One entry: its header and its content, filled up to whole blocks. */
export function rawEntry(
  path: string,
  content: Uint8Array | string = '',
  more: Partial<HeaderData> = {},
): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([rawHeader({ path, size: bytes.length, ...more }), filledUp(bytes)]);
}

export function rawHeader(data: HeaderData): Buffer {
  const block = Buffer.alloc(512);
  new Header({ mode: 0o644, uid: 0, gid: 0, mtime: new Date(0), type: 'File', ...data }).encode(block);
  return block;
}

/** An extended header with exactly this text, or these fields. */
export function rawPax(fields: HeaderData | string): Buffer {
  const text = typeof fields === 'string' ? fields : new Pax(fields).encodeBody();
  return rawEntry('PaxHeader/x', text, { type: 'ExtendedHeader' });
}

/** A header with some bytes overwritten and, unless told, the checksum made right again. */
export function tampered(header: Buffer, offset: number, bytes: string | Uint8Array, mend = true): Buffer {
  const block = Buffer.from(header);
  block.set(Buffer.from(bytes), offset);
  if (mend) {
    block.fill(' ', 148, 156);
    const sum = block.subarray(0, 512).reduce((total, byte) => total + byte, 0);
    block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  }
  return block;
}

export const END = Buffer.alloc(1024);

function filledUp(content: Buffer): Buffer {
  return Buffer.concat([content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

export function rawManifest(models: readonly MadeModel[]): Buffer {
  return rawEntry(ARCHIVE_MANIFEST, archiveManifest(models.map(({ model }) => model)));
}

/** The entries of a model's files. */
export function rawFiles({ model, contents }: MadeModel): Buffer[] {
  return model.files.map((file) => rawEntry(fileEntryName(model, file), contents.get(file.path)));
}

/** An archive as heimdex would make it. */
export function rawArchive(...models: readonly MadeModel[]): Buffer {
  return Buffer.concat([rawManifest(models), ...models.flatMap(rawFiles), END]);
}
