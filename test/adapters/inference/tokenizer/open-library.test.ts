import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { describe, expect, test } from 'vitest';
import { openLibrary } from '../../../../src/adapters/inference/tokenizer/open-library.ts';
import type { Digest } from '../../../../src/domain/manifest/digest-of.ts';
import type { TokenizerPlace } from '../../../../src/domain/ports/model-store.ts';
import { goldenJson, tinyFile } from '../../../support/golden.ts';
import { madeGemma } from '../../../support/made-tokenizers.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const FORM = madeGemma(JSON.parse(readFileSync(tinyFile('tokenizer.json'), 'utf8')), 9000);
const CONTENT = Buffer.from(JSON.stringify(FORM, undefined, 2));
const DIGEST = { algorithm: 'sha256', hex: createHash('sha256').update(CONTENT).digest('hex') } as const;
const { strings } = goldenJson<{ strings: string[] }>('strings.json');
const whole = new Tokenizer(FORM, {});

function rig(digest: Digest = DIGEST) {
  const folder = tempFolder();
  const path = join(folder, 'tokenizer.json');
  writeFileSync(path, CONTENT);
  const place: TokenizerPlace = { path: join(folder, 'kept.bin'), digest };
  return { folder, path, place, open: (from = place) => openLibrary(path, from).tokenizer };
}

function expectSameIds(tokenizer: Tokenizer): void {
  expect(strings.map((text) => tokenizer.encode(text).ids)).toEqual(
    strings.map((text) => whole.encode(text).ids),
  );
}

describe('the compiled form', () => {
  test('is kept by the first opening, for this user alone, and nothing else is left', () => {
    const { folder, place, open } = rig();
    expectSameIds(open());
    expect(readdirSync(folder).sort()).toEqual(['kept.bin', 'tokenizer.json']);
    expect(statSync(place.path).mode & 0o777).toBe(0o600);
  });

  test('is what the next opening reads: the tokenizer’s own file is not', () => {
    const { path, open } = rig();
    open();
    writeFileSync(path, Buffer.alloc(CONTENT.length, 'x'));
    expectSameIds(open());
  });

  test('is kept for a file whose digest is git’s as well', () => {
    const hex = createHash('sha1').update(`blob ${CONTENT.length}\0`).update(CONTENT).digest('hex');
    const { place, open } = rig({ algorithm: 'git-sha1', hex });
    open();
    expect(existsSync(place.path)).toBe(true);
  });

  test('C1 is made anew where it is damaged anywhere, cut off, empty, or something else', () => {
    const { place, open } = rig();
    open();
    const sound = readFileSync(place.path);
    const flipped = Array.from({ length: 24 }, (_, index) => {
      const at = Math.floor((index * (sound.length - 1)) / 23);
      return Buffer.concat([sound.subarray(0, at), Buffer.of(sound[at]! ^ 0x10), sound.subarray(at + 1)]);
    });
    const lengths = [0, 3, 15, 16, 100, sound.length - 1].map((length) => sound.subarray(0, length));
    const longer = Buffer.concat([sound, Buffer.of(0)]);
    for (const damaged of [...flipped, ...lengths, longer, Buffer.from('{"schema": 1}')]) {
      writeFileSync(place.path, damaged);
      expect(open().encode('two dogs in the snow').ids).toEqual(whole.encode('two dogs in the snow').ids);
      expect(readFileSync(place.path).equals(sound), 'made anew').toBe(true);
    }
  });

  test('is made anew where it is of another tokenizer', () => {
    const { path, place, open } = rig();
    open();
    const others = madeGemma(FORM, 8000, 7);
    const content = Buffer.from(JSON.stringify(others, undefined, 2));
    writeFileSync(path, content);
    const digest = { algorithm: 'sha256', hex: createHash('sha256').update(content).digest('hex') } as const;
    const expected = new Tokenizer(others, {});
    for (const _ of ['made anew', 'read']) {
      const opened = open({ ...place, digest });
      expect(strings.map((text) => opened.encode(text).ids)).toEqual(
        strings.map((text) => expected.encode(text).ids),
      );
    }
  });

  test('C1 is not kept where the tokenizer is not the one that the manifest names', () => {
    const { place, open } = rig({ algorithm: 'sha256', hex: 'f'.repeat(64) });
    expectSameIds(open());
    expect(existsSync(place.path)).toBe(false);
  });

  test('is done without where nothing can be written', () => {
    const { folder, place, open } = rig();
    expectSameIds(open({ ...place, path: join(folder, 'no', 'such', 'folder', 'kept.bin') }));
    chmodSync(folder, 0o500);
    expectSameIds(open());
    chmodSync(folder, 0o700);
    expect(readdirSync(folder)).not.toContain(`kept.bin.${process.pid}.new`);
  });

  test('is not kept for a small tokenizer, nor where no place is named', () => {
    const { path, place } = rig();
    expectSameIds(openLibrary(path, undefined).tokenizer);
    const small = createHash('sha256')
      .update(readFileSync(tinyFile('tokenizer.json')))
      .digest('hex');
    openLibrary(tinyFile('tokenizer.json'), { ...place, digest: { algorithm: 'sha256', hex: small } });
    expect(existsSync(place.path)).toBe(false);
  });
});
