import { join } from 'node:path';
import { expect, onTestFinished, type TestContext, test } from 'vitest';
import type { GraphUse } from '../../src/adapters/inference/open-graph.ts';
import { openPassageEncoder } from '../../src/adapters/inference/open-passage-encoder.ts';
import type { TextConfig } from '../../src/domain/manifest/schema.ts';
import type { TextEncoder } from '../../src/domain/ports/encoders.ts';
import { dot, type UnitVector } from '../../src/domain/vector.ts';
import { golden as goldenFile, goldenJson, goldenUnits } from '../support/golden.ts';
import { install } from '../support/made-models.ts';
import { sharedData } from '../support/shared-data.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { workingText } from '../support/working-models.ts';

const never = new AbortController().signal;
const MINILM: TextConfig = {
  dimension: 384,
  graph: 'onnx/model_quantized.onnx',
  tokenizer: 'tokenizer.json',
  output: 'last_hidden_state',
  pooling: 'mean',
  maxTokens: 256,
  quantization: 'dynamic',
  languages: ['en'],
};

async function openMiniLm(context: TestContext, use: GraphUse = {}): Promise<TextEncoder> {
  const [graph, tokenizer] = [MINILM.graph, MINILM.tokenizer].map((path) =>
    sharedData(context, `models/all-MiniLM-L6-v2/${path}`),
  );
  const encoder = await openPassageEncoder({ graph: graph!, tokenizer: tokenizer! }, 'minilm', MINILM, use);
  onTestFinished(() => encoder.close());
  return encoder;
}

test.for(['many', 'few'] as const)(
  'the real all-MiniLM-L6-v2, opened for %s runs, gives sentences the reference vectors, too long ones too',
  async (runs, context) => {
    const encoder = await openMiniLm(context, { runs });
    const golden = goldenJson<{ sentences: string[]; dimension: number; file: string }>(
      'vectors-minilm.json',
    );
    const reference = goldenUnits(golden.file, golden.dimension);
    const ours = await encoder.embedTexts(golden.sentences, never);
    expect(ours).toHaveLength(reference.length);
    const least = Math.min(...ours.map((vector, i) => dot(vector, reference[i]!)));
    expect(least).toBeGreaterThanOrEqual(0.9999);
  },
);

test('the real all-MiniLM-L6-v2 finds two sentences about the moon alike, and cooking not', async (context) => {
  const encoder = await openMiniLm(context);
  const [said, alike, other] = (await encoder.embedTexts(
    [
      'A man speaks about the moon landing.',
      'The astronaut talks of flying to the moon.',
      'I like cooking pasta with tomatoes.',
    ],
    never,
  )) as [UnitVector, UnitVector, UnitVector];
  // A quantised graph's last digits differ between processors: 0.665 and −0.050 on one, 0.672 and −0.056 on another.
  expect(Math.abs(dot(said, alike) - 0.665)).toBeLessThan(0.02);
  expect(Math.abs(dot(said, other) + 0.05)).toBeLessThan(0.02);
});

/** A graph that gives each token the row of a table: what the encoder makes of the rows can be reckoned by hand. */
async function openTable(config: Partial<TextConfig>): Promise<TextEncoder> {
  const made = workingText({ config });
  const folder = install(tempFolder(), made);
  const files = { graph: join(folder, 'onnx/model.onnx'), tokenizer: join(folder, 'tokenizer.json') };
  const encoder = await openPassageEncoder(files, 'table', made.model.config as TextConfig);
  onTestFinished(() => encoder.close());
  return encoder;
}

const TEXTS = ['a', 'a long text of some more words', 'b', 'c', 'the fifth'];

test.each(['mean', 'first'] as const)(
  'with the pooling "%s", a float graph gives a text the same vector whatever its company',
  async (pooling) => {
    const encoder = await openTable({ pooling });
    const together = await encoder.embedTexts(TEXTS, never);
    const alone: UnitVector[] = [];
    for (const text of TEXTS) alone.push(...(await encoder.embedTexts([text], never)));
    expect(together.map((vector) => [...vector])).toEqual(alone.map((vector) => [...vector]));
  },
);

test('the pooling "first" takes the first token alone, "mean" all', async () => {
  const first = await openTable({ pooling: 'first', maxTokens: 32 });
  const mean = await openTable({ pooling: 'mean', maxTokens: 32 });
  const [a, ab] = await first.embedTexts(['red house', 'red mouse'], never);
  expect(dot(a!, ab!)).toBeCloseTo(1, 6);
  const [c, cd] = await mean.embedTexts(['red house', 'red mouse'], never);
  expect(dot(c!, cd!)).toBeLessThan(0.999);
});

test('encoding stops between texts when asked to', async () => {
  const encoder = await openTable({});
  await expect(encoder.embedTexts(TEXTS, AbortSignal.abort(130))).rejects.toMatchObject({
    code: 'interrupted',
  });
});

const XLMR: TextConfig = {
  dimension: 32,
  graph: 'onnx/model.onnx',
  tokenizer: 'tokenizer.json',
  output: 'last_hidden_state',
  pooling: 'first',
  maxTokens: 96,
  quantization: 'none',
  languages: ['*'],
};

test.each([
  ['none', 'float', 'onnx/model.onnx'],
  ['dynamic', 'quantized', 'onnx/model_quantized.onnx'],
] as const)(
  'an XLM-R exported as BGE-M3 is, quantised: %s, gives texts of eight languages the reference vectors of their first token, all at once and alone',
  async (quantization, rows, graph) => {
    const golden = goldenJson<{ of: number[]; dimension: number; float: string; quantized: string }>(
      'vectors-xlmr.json',
    );
    const { strings } = goldenJson<{ strings: string[] }>('speech-strings.json');
    const texts = golden.of.map((at) => strings[at]!);
    const reference = goldenUnits(golden[rows], golden.dimension);
    const files = {
      graph: goldenFile(`tiny-xlmr/${graph}`),
      tokenizer: goldenFile('tiny-xlmr/tokenizer.json'),
    };
    const encoder = await openPassageEncoder(files, 'xlmr', { ...XLMR, graph, quantization });
    onTestFinished(() => encoder.close());
    const together = await encoder.embedTexts(texts, never);
    const least = Math.min(...together.map((vector, at) => dot(vector, reference[at]!)));
    expect(least).toBeGreaterThanOrEqual(rows === 'float' ? 0.9999 : 0.999);
    for (const [at, text] of texts.entries()) {
      const [alone] = await encoder.embedTexts([text], never);
      expect([...alone!]).toEqual([...together[at]!]);
    }
  },
);

test('the real all-MiniLM-L6-v2 gives a text the same vector whatever is beside it', async (context) => {
  const encoder = await openMiniLm(context);
  const { sentences } = goldenJson<{ sentences: string[] }>('vectors-minilm.json');
  const together = await encoder.embedTexts(sentences, never);
  const turned = await encoder.embedTexts([...sentences].reverse(), never);
  expect(turned.reverse().map((vector) => [...vector])).toEqual(together.map((vector) => [...vector]));
  for (const [at, text] of sentences.entries()) {
    const [alone] = await encoder.embedTexts([text], never);
    expect([...alone!]).toEqual([...together[at]!]);
  }
});
