import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openTextTower } from '../../src/cli/wiring/sight-model.ts';
import { openTextModel } from '../../src/cli/wiring/text-model.ts';
import type { Model, TextModel } from '../../src/domain/manifest/schema.ts';
import type { TextEncoder } from '../../src/domain/ports/encoders.ts';
import { TINY, tinyFile } from '../support/golden.ts';
import { install, type MadeModel, sha256 } from '../support/made-models.ts';
import { selfTestRig } from '../support/self-test-rig.ts';
import { workingText } from '../support/working-models.ts';

const signal = new AbortController().signal;

/** A model with a tokenizer that is large enough for its compiled form to be kept. */
function withLargeTokenizer<M extends Model>(model: M, contents: MadeModel['contents']) {
  // Blanks behind a JSON document mean nothing.
  const tokenizer = Buffer.concat([readFileSync(tinyFile('tokenizer.json')), Buffer.alloc(300_000, ' ')]);
  const entry = { path: 'tokenizer.json', bytes: tokenizer.length, sha256: sha256(tokenizer) };
  const files = model.files.map((file) => (file.path === entry.path ? entry : file));
  const made = { model: { ...model, files }, contents: new Map([...contents, [entry.path, tokenizer]]) };
  const rig = selfTestRig();
  install(rig.home, made as unknown as MadeModel);
  const kept = join(rig.home, 'models', model.key, `${model.source.revision}.tokenizer.bin`);
  return { ...made, rig, kept };
}

function textModel() {
  const { model, contents } = workingText();
  return withLargeTokenizer(model as TextModel, contents);
}

function sightModel() {
  const contents = TINY.files.map(({ path }) => [path, readFileSync(tinyFile(path))] as const);
  const source = { kind: 'hub', repo: 'makers/tiny', revision: 'a'.repeat(40) } as const;
  return withLargeTokenizer({ ...TINY, source }, new Map(contents));
}

test('the self-test of a model that came in keeps its tokenizer’s compiled form beside its folder, where it is no extra file', async () => {
  for (const { model, contents, rig, kept } of [textModel(), sightModel()]) {
    const made = { model, contents } as unknown as MadeModel;
    expect(await rig.test(made)).toMatchObject({ state: 'recorded' });
    expect(existsSync(kept)).toBe(true);
    expect(await rig.tools.store.extraFiles(model)).toEqual([]);
    expect(await rig.test(made), 'with what was kept').toMatchObject({ state: 'works', cosine: 1 });
  }
});

describe.each<[string, () => { kept: string; open: () => Promise<TextEncoder> }]>([
  [
    'a model for passages',
    () => {
      const { model, rig, kept } = textModel();
      return { kept, open: () => openTextModel(rig.tools.store, model, { threads: 1 }, signal) };
    },
  ],
  [
    'a text tower',
    () => {
      const { model, rig, kept } = sightModel();
      return { kept, open: () => openTextTower(rig.tools.store, model, { threads: 1 }, signal) };
    },
  ],
])('%s', (_, setUp) => {
  test('is opened with what was kept, gives the same vector, and makes anew what is damaged', async () => {
    const { kept, open } = setUp();
    const embed = async () => {
      const encoder = await open();
      const [vector] = await encoder.embedTexts(['two dogs in the snow'], signal);
      await encoder.close();
      return vector!;
    };
    const first = await embed();
    const sound = readFileSync(kept);
    expect(await embed()).toEqual(first);
    writeFileSync(kept, sound.subarray(0, 5000));
    expect(await embed()).toEqual(first);
    expect(readFileSync(kept).equals(sound)).toBe(true);
    rmSync(kept);
    expect(await embed()).toEqual(first);
  });
});
