import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startHashingWriter } from '../../../src/adapters/files/hashing-writer.ts';
import { openPartFile } from '../../../src/adapters/files/open-part-file.ts';
import { sha256 } from '../../support/made-models.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const PIECE = 1024 * 1024;

test('a part has taken a chunk in when append settles: the caller may fill its memory again', async () => {
  const content = randomBytes(8 * PIECE);
  const path = join(tempFolder(), 'file');
  const part = await openPartFile(path, {
    algorithm: 'sha256',
    bytes: content.length,
    startWriter: startHashingWriter,
    onPublished: () => {},
  });
  const memory = Buffer.alloc(PIECE);
  for (let at = 0; at < content.length; at += PIECE) {
    content.copy(memory, 0, at);
    await part.append(memory);
    memory.fill(0);
  }
  expect(await part.digest()).toBe(sha256(content));
  await part.publish();
  expect(readFileSync(path).equals(content)).toBe(true);
});
