import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createTarWriter } from '../../../src/adapters/archive/create-tar-writer.ts';
import { readTar } from '../../../src/adapters/archive/read-tar.ts';
import { needProgram } from '../../support/machine.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const LONG = `key/${'a'.repeat(40)}/${'d'.repeat(120)}/${'n'.repeat(130)}`;

async function* once(content: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield Buffer.from(content);
}

async function archiveOf(files: readonly (readonly [string, string])[]): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const writer = createTarWriter({ write: async (chunk) => void chunks.push(Buffer.from(chunk)) });
  for (const [name, content] of files) await writer.add(name, content.length, once(content));
  await writer.end();
  return Buffer.concat(chunks);
}

const FILES = [
  ['heimdex-models.json', '{}'],
  ['empty', ''],
  ['exactly/a/block', 'b'.repeat(512)],
  [LONG, 'content'],
] as const;

test('what is written is read again, and is the same bytes each time', async () => {
  const archive = await archiveOf(FILES);
  expect(archive.equals(await archiveOf(FILES))).toBe(true);
  const read: [string, string][] = [];
  for await (const { name, content } of readTar(once(archive), 'a.tar')) {
    let text = '';
    for await (const chunk of content) text += Buffer.from(chunk).toString();
    read.push([name, text]);
  }
  expect(read).toEqual(FILES);
});

test('other programs read it, the long names as well', async (context) => {
  const tar = needProgram(context, 'tar');
  const folder = tempFolder();
  writeFileSync(join(folder, 'a.tar'), await archiveOf(FILES));
  const { stdout, stderr } = spawnSync(tar, ['tf', 'a.tar'], { cwd: folder, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout.trimEnd().split('\n')).toEqual(FILES.map(([name]) => name));
});

test('a file of 9 GB keeps its size, for other programs too', async (context) => {
  const tar = needProgram(context, 'tar');
  const bytes = 9 * 1024 ** 3;
  const mebibyte = new Uint8Array(1024 * 1024);
  let begin = Buffer.alloc(0);
  let written = 0;
  const writer = createTarWriter({
    write: async (chunk) => {
      written += chunk.length;
      if (begin.length < 4096) begin = Buffer.concat([begin, chunk]).subarray(0, 4096);
    },
  });
  await writer.add(
    'big',
    bytes,
    (async function* () {
      for (let i = 0; i < 9 * 1024; i++) yield mebibyte;
    })(),
  );
  expect(written - bytes).toBe(3 * 512);
  const { value } = await readTar(once(begin), 'a.tar').next();
  expect(value).toMatchObject({ name: 'big', bytes });
  const listed = spawnSync(tar, ['tvf', '-'], { input: begin, encoding: 'utf8' });
  expect(listed.stdout).toContain(` ${bytes} `);
});

test.each([3, 5])('a content of %i bytes that was announced as 4 is an error', async (bytes) => {
  const writer = createTarWriter({ write: async () => {} });
  await expect(writer.add('a', 4, once('x'.repeat(bytes)))).rejects.toThrow('another number of bytes than 4');
});
