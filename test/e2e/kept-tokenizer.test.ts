import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openTextModel } from '../../src/cli/wiring/text-model.ts';
import type { TextModel } from '../../src/domain/manifest/schema.ts';
import { tinyFile } from '../support/golden.ts';
import { install, type MadeModel, sha256 } from '../support/made-models.ts';
import { selfTestRig } from '../support/self-test-rig.ts';
import { workingText } from '../support/working-models.ts';

const signal = new AbortController().signal;

/** A model that works, whose tokenizer is large enough for its compiled form to be kept. */
function withLargeTokenizer(): MadeModel {
  const { model, contents } = workingText();
  // Blanks behind a JSON document mean nothing.
  const tokenizer = Buffer.concat([readFileSync(tinyFile('tokenizer.json')), Buffer.alloc(300_000, ' ')]);
  const entry = { path: 'tokenizer.json', bytes: tokenizer.length, sha256: sha256(tokenizer) };
  return {
    model: { ...model, files: model.files.map((file) => (file.path === entry.path ? entry : file)) },
    contents: new Map([...contents, [entry.path, tokenizer]]),
  };
}

function setUp() {
  const made = withLargeTokenizer();
  const rig = selfTestRig();
  install(rig.home, made);
  const { key, source } = made.model;
  const kept = join(rig.home, 'models', key, `${source.revision}.tokenizer.bin`);
  const embed = async () => {
    const encoder = await openTextModel(rig.tools.store, made.model as TextModel, 1, signal);
    const [vector] = await encoder.embedTexts(['two dogs in the snow'], signal);
    await encoder.close();
    return vector!;
  };
  return { made, rig, kept, embed };
}

test('the self-test of a model that came in keeps its tokenizer’s compiled form beside its folder, where it is no extra file', async () => {
  const { made, rig, kept } = setUp();
  expect(await rig.test(made)).toMatchObject({ state: 'recorded' });
  expect(existsSync(kept)).toBe(true);
  expect(await rig.tools.store.extraFiles(made.model)).toEqual([]);
  expect(await rig.test(made), 'with what was kept').toMatchObject({ state: 'works', cosine: 1 });
});

test('a model is opened with what was kept, gives the same vector, and makes anew what is damaged', async () => {
  const { kept, embed } = setUp();
  const first = await embed();
  const sound = readFileSync(kept);
  expect(await embed()).toEqual(first);
  writeFileSync(kept, sound.subarray(0, 5000));
  expect(await embed()).toEqual(first);
  expect(readFileSync(kept).equals(sound)).toBe(true);
  rmSync(kept);
  expect(await embed()).toEqual(first);
});
