import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { findUntested } from '../../../src/app/models/find-untested.ts';
import { selfTestModels } from '../../../src/app/models/self-test-models.ts';
import type { HubModel } from '../../../src/domain/ports/model-source.ts';
import type { SelfTester } from '../../../src/domain/ports/self-tester.ts';
import { TINY, TINY_QUANTIZED, tinyFile } from '../../support/golden.ts';
import { install, type MadeModel, sha256 } from '../../support/made-models.ts';
import { selfTestRig } from '../../support/self-test-rig.ts';
import { workingText, workingVoiceActivity } from '../../support/working-models.ts';

const never = new AbortController().signal;

describe('the record', () => {
  test('is made where there is none, private, and the model works the next time', async () => {
    const rig = selfTestRig();
    const made = workingText();
    expect(await rig.test(made)).toEqual({
      model: 'working',
      state: 'recorded',
      cosine: null,
      expected: null,
      actual: null,
      note: null,
    });
    const record = JSON.parse(readFileSync(rig.recordPath(made), 'utf8'));
    expect(record).toMatchObject({
      schemaVersion: 1,
      runtime: expect.stringContaining('onnxruntime-node'),
      files: Object.fromEntries(
        [...made.contents].map(([path, content]) => [path, `sha256:${sha256(content)}`]),
      ),
    });
    expect(record.outputs[0].values).toHaveLength(8);
    expect(statSync(rig.recordPath(made)).mode & 0o777).toBe(0o600);
    const again = await rig.test(made);
    expect(again.state).toBe('works');
    expect(again.cosine).toBeGreaterThan(0.999999);
  });

  test('that is half written counts as none, which is said', async () => {
    const rig = selfTestRig();
    const made = workingText();
    await rig.test(made);
    const whole = readFileSync(rig.recordPath(made), 'utf8');
    writeFileSync(rig.recordPath(made), whole.slice(0, whole.length / 2));
    expect(await rig.test(made)).toMatchObject({
      state: 'recorded',
      note: 'the earlier record could not be read and is replaced',
    });
    expect(readFileSync(rig.recordPath(made), 'utf8')).toBe(whole);
  });

  test('that can’t be written is no failure, and said', async () => {
    const rig = selfTestRig();
    const made = workingText();
    mkdirSync(join(rig.recordPath(made), 'a folder in its place'), { recursive: true });
    expect(await rig.test(made)).toMatchObject({
      state: 'unrecorded',
      note: expect.stringMatching(/^cannot write .*self-test\.json: /),
    });
  });

  test('of a bundled model lies in the home folder', async () => {
    const repository = fileURLToPath(new URL('../../../', import.meta.url));
    const rig = selfTestRig({ packageFolder: repository });
    const bundled = { model: TINY as never, contents: new Map() };
    expect((await rig.test(bundled)).state).toBe('recorded');
    expect(rig.recordPath(bundled).startsWith(join(rig.home, 'models', TINY.key))).toBe(true);
    expect((await rig.test(bundled)).state).toBe('works');
  });
});

/** The tiny image–text model as one that was pulled, with the picture tower of one or the other number format. */
function tiny(vision: typeof TINY): MadeModel {
  const contents = new Map(
    TINY.files.map(({ path }) => [
      path,
      readFileSync(tinyFile(path === TINY.config.vision.graph ? vision.config.vision.graph : path)),
    ]),
  );
  const files = [...contents].map(([path, content]) => ({
    path,
    bytes: content.length,
    sha256: sha256(content),
  }));
  const source = { kind: 'hub', repo: 'makers/tiny', revision: 'd'.repeat(40) } as const;
  const config = {
    ...TINY.config,
    vision: { ...TINY.config.vision, quantization: vision.config.vision.quantization },
  };
  return { model: { ...TINY, source, files, config } as HubModel, contents };
}

describe('a model whose files fit the manifest, but were others when it was recorded', () => {
  test('differs where the number format is another', async () => {
    const rig = selfTestRig();
    expect((await rig.test(tiny(TINY))).state).toBe('recorded');
    const before = readFileSync(rig.recordPath(tiny(TINY)));
    const swapped = await rig.test(tiny(TINY_QUANTIZED));
    expect(swapped).toMatchObject({
      state: 'differs',
      expected: 'picture: pooler_output: cosine at least 0.99999',
      actual: expect.stringMatching(/^0\.\d{6}$/),
      note: 'recorded with other files',
    });
    expect(swapped.cosine).toBeLessThan(0.9999);
    expect(readFileSync(rig.recordPath(tiny(TINY))), 'the record stays').toEqual(before);
    expect((await rig.test(tiny(TINY))).state).toBe('works');
  });

  test('differs where the weights are others', async () => {
    const rig = selfTestRig();
    await rig.test(workingText({ seed: 1 }));
    expect(await rig.test(workingText({ seed: 2 }))).toMatchObject({
      state: 'differs',
      cosine: expect.toSatisfy((cosine: number) => cosine < 0.999),
      note: 'recorded with other files',
    });
  });

  test('works where they give the same', async () => {
    const rig = selfTestRig();
    const made = workingText();
    await rig.test(made);
    const path = 'onnx/model.onnx';
    const content = Buffer.concat([made.contents.get(path)!, onnxComment('the same with a word more')]);
    const files = made.model.files.map((file) =>
      file.path === path ? { path, bytes: content.length, sha256: sha256(content) } : file,
    );
    const other = { model: { ...made.model, files }, contents: new Map(made.contents).set(path, content) };
    expect(await rig.test(other)).toMatchObject({ state: 'works', note: 'recorded with other files' });
  });

  test('is recorded anew where the files have been brought on purpose', async () => {
    const rig = selfTestRig();
    await rig.test(workingText({ seed: 1 }));
    expect(await rig.test(workingText({ seed: 2 }), 'when-other-files')).toMatchObject({
      state: 'recorded',
      note: 'replaces the record of other files',
    });
    expect((await rig.test(workingText({ seed: 2 }))).state).toBe('works');
  });
});

test('a record of these files is never replaced, also where files have been brought', async () => {
  const rig = selfTestRig();
  const made = workingText();
  await rig.test(made);
  const path = rig.recordPath(made);
  const record = JSON.parse(readFileSync(path, 'utf8'));
  record.outputs[0].values[0] += 5;
  record.runtime = 'onnxruntime-node 0.0.1, elsewhere';
  writeFileSync(path, JSON.stringify(record));
  expect(await rig.test(made, 'when-other-files')).toMatchObject({
    state: 'differs',
    note: expect.stringMatching(
      /^recorded with onnxruntime-node 0\.0\.1, elsewhere, now onnxruntime-node 1\./,
    ),
  });
});

test('a model that fails is not recorded', async () => {
  const rig = selfTestRig();
  const made = workingText({ config: { output: 'pooled' } });
  expect(await rig.test(made)).toMatchObject({
    state: 'fails',
    note: 'onnx/model.onnx: expected an output pooled, got last_hidden_state',
  });
  expect(() => statSync(rig.recordPath(made))).toThrow('ENOENT');
});

test('a model that is not whole is not loaded', async () => {
  const rig = selfTestRig();
  const made = workingText();
  await rig.test(made);
  const graph = join(rig.folderOf(made), 'onnx/model.onnx');
  chmodSync(graph, 0o644);
  writeFileSync(graph, 'x');
  const findings = await selfTestModels([made.model], rig.tools, { replace: 'never' }, never);
  expect(findings).toMatchObject([
    {
      state: 'fails',
      note: expect.stringMatching(/^the model working is damaged: onnx\/model\.onnx: expected/),
    },
  ]);
});

test('a model whose file is replaced while it runs fails: what was loaded is not what was checked', async () => {
  const rig = selfTestRig();
  const made = workingText();
  install(rig.home, made);
  const path = join(rig.folderOf(made), 'onnx/model.onnx');
  const tester: SelfTester = {
    run: async (opened, signal) => {
      writeFileSync(path, made.contents.get('onnx/model.onnx')!);
      return rig.tools.tester.run(opened, signal);
    },
  };
  const findings = await selfTestModels([made.model], { ...rig.tools, tester }, { replace: 'never' }, never);
  expect(findings).toMatchObject([{ state: 'fails', note: expect.stringContaining('onnx/model.onnx') }]);
  expect(() => statSync(rig.recordPath(made))).toThrow('ENOENT');
});

describe('findUntested', () => {
  test('names models that are whole and have no record of their files', async () => {
    const rig = selfTestRig();
    const made = workingText();
    const untested = async (model = made.model) => (await findUntested([model], rig.tools)).length;
    expect(await untested(), 'nothing is here').toBe(0);
    await rig.test(made);
    expect(await untested(), 'tested').toBe(0);
    rmSync(rig.recordPath(made));
    expect(await untested(), 'no record').toBe(1);
    writeFileSync(rig.recordPath(made), '{');
    expect(await untested(), 'a broken record').toBe(1);
    await rig.test(workingText({ seed: 2 }), 'when-other-files');
    expect(await untested(workingText({ seed: 2 }).model), 'tested').toBe(0);
    rmSync(rig.recordPath(made));
    rmSync(join(rig.folderOf(made), 'tokenizer.json'));
    expect(await untested(workingText({ seed: 2 }).model), 'a file is missing').toBe(0);
    expect(await untested({ ...(TINY as never as HubModel) }), 'comes with heimdex').toBe(0);
  });
});

test('each model is told before and after its test, in order', async () => {
  const rig = selfTestRig();
  const [text, voice] = [workingText(), workingVoiceActivity()];
  const other: MadeModel = { ...voice, model: { ...voice.model, key: 'other' } };
  await rig.test(text);
  await rig.test(other);
  const told: string[] = [];
  const onModel = (model: { key: string }, finding: { state: string } | undefined) =>
    void told.push(`${model.key} ${finding?.state ?? '…'}`);
  await selfTestModels([text.model, other.model], rig.tools, { replace: 'never', onModel }, never);
  expect(told).toEqual(['working …', 'working works', 'other …', 'other works']);
  expect(dirname(rig.recordPath(other))).not.toBe(dirname(rig.recordPath(text)));
});

/** A field that changes nothing: the graph's documentation (field 6 of ModelProto). */
function onnxComment(words: string): Buffer {
  const text = Buffer.from(words);
  return Buffer.concat([Buffer.of(6 * 8 + 2, text.length), text]);
}
