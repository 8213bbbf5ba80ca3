import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readTar } from '../../../src/adapters/archive/read-tar.ts';
import { failure } from '../../support/pull-rig.ts';
import { END, rawEntry, rawHeader, rawPax, tampered } from '../../support/raw-tar.ts';

const LONG = `${'d'.repeat(90)}/${'n'.repeat(150)}`;

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function readAll(...parts: readonly Uint8Array[]) {
  return readChunked(Buffer.concat(parts), 1000);
}

async function readChunked(archive: Uint8Array, chunk: number) {
  const entries: [string, string][] = [];
  for await (const { name, content } of readTar(inChunks(archive, chunk), 'a.tar')) {
    const chunks: Buffer[] = [];
    for await (const part of content) chunks.push(Buffer.from(part));
    entries.push([name, Buffer.concat(chunks).toString()]);
  }
  return entries;
}

describe('an archive of plain files', () => {
  const archive = Buffer.concat([
    rawEntry('one', 'a'.repeat(700)),
    rawEntry('empty'),
    rawPax({ path: LONG, size: 3 }),
    rawEntry(LONG.slice(0, 99), 'xyz'),
    END,
  ]);
  const whole = [
    ['one', 'a'.repeat(700)],
    ['empty', ''],
    [LONG, 'xyz'],
  ];

  test.each([1, 511, 512, 513, 100_000])('is read whatever the chunks are: %i bytes', async (chunk) => {
    expect(await readChunked(archive, chunk)).toEqual(whole);
  });

  test('may be filled up with empty blocks, as other programs do, but not without end', async () => {
    expect(await readAll(archive, Buffer.alloc(9216))).toEqual(whole);
    const { message } = await failure(readAll(archive, Buffer.alloc(3 * 1024 * 1024)));
    expect(message).toMatch(/has more in it .* after its end/);
  });

  test('whose contents nobody reads, or not to their end, is gone through all the same', async () => {
    const names: string[] = [];
    for await (const { name, content } of readTar(inChunks(archive, 300), 'a.tar')) {
      names.push(name);
      if (name === 'one') await content[Symbol.asyncIterator]().next();
    }
    expect(names).toEqual(['one', 'empty', LONG]);
  });

  test('with a file of 9 GB is told as such, and gone through without being kept', async () => {
    const bytes = 9 * 1024 ** 3;
    const mebibyte = new Uint8Array(1024 * 1024);
    async function* source() {
      yield rawPax({ path: 'big', size: bytes });
      yield rawHeader({ path: 'big', size: bytes });
      for (let i = 0; i < 9 * 1024; i++) yield mebibyte;
      yield rawEntry('after', 'x');
      yield END;
    }
    const sizes: [string, number][] = [];
    for await (const entry of readTar(source(), 'a.tar')) sizes.push([entry.name, entry.bytes]);
    expect(sizes).toEqual([
      ['big', bytes],
      ['after', 1],
    ]);
  });
});

describe('refused, with the reason:', () => {
  const plain = rawEntry('first', 'x');
  const named = (path: string, type: NonNullable<Parameters<typeof rawHeader>[0]['type']>, linkpath = '') =>
    rawHeader({ path, size: 0, type, linkpath });
  const hostile: [string, readonly Uint8Array[], RegExp][] = [
    ['nothing at all', [], /no archive of models: it is empty/],
    ['text', [Buffer.from('hello\n'.repeat(200))], /no archive of models: it is no tar file/],
    ['a gzipped archive', [gzipSync(Buffer.concat([plain, END]))], /no archive of models: it is compressed/],
    ['a symbolic link', [plain, named('l', 'SymbolicLink', '/etc/passwd'), END], /l, which is no plain file/],
    ['a hard link', [plain, named('l', 'Link', 'first'), END], /l, which is no plain file \(Link\)/],
    ['a folder', [plain, named('d/', 'Directory'), END], /d\/, which is no plain file \(Directory\)/],
    ['a file whose name makes it a folder', [plain, named('d/', 'File'), END], /no plain file \(Directory\)/],
    ['a device', [plain, named('d', 'CharacterDevice'), END], /d, which is no plain file/],
    ['a pipe', [plain, named('p', 'FIFO'), END], /p, which is no plain file/],
    [
      'a type nobody knows',
      [plain, tampered(rawHeader({ path: 'q', size: 0 }), 156, 'Z'), END],
      /no plain file/,
    ],
    [
      'a GNU long name',
      [plain, rawEntry('@LongLink', LONG, { type: 'NextFileHasLongPath' }), END],
      /no plain/,
    ],
    [
      'a global header',
      [rawEntry('g', '11 path=ab\n', { type: 'GlobalExtendedHeader' }), plain, END],
      /no plain/,
    ],
    [
      'an extended header that moves the file',
      [plain, rawPax({ path: '../../etc/passwd', size: 1 }), rawEntry('innocent', 'x'), END],
      /an extended header that heimdex does not write/,
    ],
    [
      'an extended header with another size',
      [plain, rawPax({ path: 'a', size: 600 }), rawEntry('a', 'x'), END],
      /an extended header that heimdex does not write/,
    ],
    [
      'an extended header with more in it',
      [plain, rawPax({ path: 'a', size: 1, uid: 0 }), rawEntry('a', 'x'), END],
      /an extended/,
    ],
    [
      'an extended header that says a thing twice',
      [plain, rawPax('8 path=a\n8 path=b\n10 size=1\n'), rawEntry('b', 'x'), END],
      /an extended/,
    ],
    [
      'an extended header with nonsense',
      [plain, rawPax('99 path=a\n'), rawEntry('a', 'x'), END],
      /an extended/,
    ],
    [
      'an extended header of 2 MB',
      [plain, rawHeader({ path: 'x', size: 2_000_000, type: 'ExtendedHeader' })],
      /an extended header of 2000000 bytes/,
    ],
    [
      'extended headers one after the other',
      [plain, rawPax({ path: 'a', size: 1 }), rawPax({ path: 'a', size: 1 }), END],
      /no plain file/,
    ],
    [
      'a negative size',
      [plain, tampered(rawHeader({ path: 'n', size: 0 }), 124, Buffer.alloc(12, 0xff)), END],
      /n without a size/,
    ],
    [
      'a size no number can hold',
      [
        plain,
        tampered(rawHeader({ path: 'n', size: 0 }), 124, Buffer.from([0x80, ...Array(11).fill(0xff)])),
        END,
      ],
      /a header that makes no sense/,
    ],
    [
      'a size that is none',
      [plain, tampered(rawHeader({ path: 'n', size: 0 }), 124, 'not a number'), END],
      /n without a size/,
    ],
    [
      'a wrong checksum',
      [plain, tampered(rawHeader({ path: 'c', size: 0 }), 0, 'd', false), END],
      /wrong checksum/,
    ],
    [
      'a block that is nearly empty',
      [plain, tampered(Buffer.alloc(512), 300, 'x', false), END],
      /wrong checksum/,
    ],
    [
      'a content cut off',
      [plain, rawHeader({ path: 'cut', size: 2000 }), Buffer.alloc(900)],
      /cut off: cut ends 1100 bytes too early/,
    ],
    [
      'a header cut off',
      [plain, rawHeader({ path: 'cut', size: 0 }).subarray(0, 100)],
      /cut off: what ends an archive is missing/,
    ],
    ['no end', [plain], /cut off: what ends an archive is missing/],
    ['half an end', [plain, END.subarray(512)], /cut off in the blocks that end it/],
    [
      'one empty block and then more files',
      [plain, END.subarray(512), rawEntry('b', 'y'), END],
      /more in it .* at its end/,
    ],
    ['more files after the end', [plain, END, rawEntry('b', 'y'), END], /more in it .* after its end/],
    [
      'something between the files',
      [rawEntry('first', 'x').fill('y', 600), END],
      /more in it .* after first/,
    ],
  ];

  test.each(hostile)('%s', async (_, parts, message) => {
    const error = await failure(readAll(...parts));
    expect(error.code).toBe('transfer-mismatch');
    expect(error.message).toMatch(message);
    expect(error.hint).toBeTruthy();
  });
});
