import { expect, onTestFinished, test } from 'vitest';
import { openReranker } from '../../src/adapters/inference/open-reranker.ts';
import { openTokenizer } from '../../src/adapters/inference/open-tokenizer.ts';
import type { RerankerConfig } from '../../src/domain/manifest/schema.ts';
import type { Reranker } from '../../src/domain/ports/encoders.ts';
import { golden as goldenFile, goldenJson } from '../support/golden.ts';

interface Golden {
  readonly maxTokens: number;
  readonly passages: readonly (readonly number[])[];
  readonly questions: readonly {
    readonly question: number;
    readonly ids: readonly (readonly number[])[];
    readonly logits: readonly number[];
    readonly quantized: readonly number[];
  }[];
}

const never = new AbortController().signal;
const golden = goldenJson<Golden>('reranker.json');
const { strings } = goldenJson<{ strings: string[] }>('speech-strings.json');
const PASSAGES = golden.passages.map((some) => some.map((at) => strings[at]!).join(' '));
const TOKENIZER = goldenFile('tiny-xlmr/tokenizer.json');
const sigmoid = (logit: number) => 1 / (1 + Math.exp(-logit));

async function open(quantization: RerankerConfig['quantization']): Promise<Reranker> {
  const graph = quantization === 'dynamic' ? 'onnx/model_quantized.onnx' : 'onnx/model.onnx';
  const reranker = await openReranker(
    { graph: goldenFile(`tiny-reranker/${graph}`), tokenizer: TOKENIZER },
    'reranker',
    { graph, tokenizer: 'tokenizer.json', maxTokens: golden.maxTokens, quantization, languages: ['*'] },
  );
  onTestFinished(() => reranker.close());
  return reranker;
}

function farthest(scores: readonly number[], logits: readonly number[]): number {
  expect(scores).toHaveLength(logits.length);
  return Math.max(...scores.map((score, at) => Math.abs(score - sigmoid(logits[at]!))));
}

test('pairs of a question and a passage get the reference ids, cut in the passage alone', () => {
  const tokenizer = openTokenizer(TOKENIZER, 'reranker');
  for (const { question, ids } of golden.questions) {
    const pairs = PASSAGES.map((passage) =>
      tokenizer.encodePair(strings[question]!, passage, golden.maxTokens),
    );
    expect(pairs.map((pair) => pair.ids)).toEqual(ids);
    expect(ids.filter((some) => some.length === golden.maxTokens).length).toBeGreaterThan(0);
  }
});

test('a float graph gives passages in one batch the reference scores, long ones cut and short ones padded', async () => {
  const reranker = await open('none');
  for (const { question, logits } of golden.questions) {
    expect(farthest(await reranker.score(strings[question]!, PASSAGES, never), logits)).toBeLessThan(1e-5);
  }
  // Scores so far apart that a wrong order of theirs could not pass.
  const all = golden.questions.flatMap(({ logits }) => logits.map(sigmoid));
  expect(Math.max(...all) - Math.min(...all)).toBeGreaterThan(0.5);
});

test('a float graph gives a passage alone the reference score', async () => {
  const reranker = await open('none');
  for (const { question, logits } of golden.questions) {
    const scores: number[] = [];
    for (const passage of PASSAGES)
      scores.push(...(await reranker.score(strings[question]!, [passage], never)));
    expect(farthest(scores, logits)).toBeLessThan(1e-5);
  }
});

test('a dynamically quantised graph gives a passage the same score whatever is beside it', async () => {
  const reranker = await open('dynamic');
  for (const { question, quantized } of golden.questions) {
    const together = await reranker.score(strings[question]!, PASSAGES, never);
    // Its last digits differ between processors.
    expect(farthest(together, quantized)).toBeLessThan(0.02);
    for (const [at, passage] of PASSAGES.entries()) {
      expect(await reranker.score(strings[question]!, [passage], never)).toEqual([together[at]]);
    }
  }
});

test('scoring stops between batches when asked to, also by what happens outside meanwhile', async () => {
  const reranker = await open('dynamic');
  const stop = new AbortController();
  const many = Array.from({ length: 40 }, () => PASSAGES).flat();
  const work = reranker.score('a question', many, stop.signal);
  setTimeout(() => stop.abort(130), 1);
  await expect(work).rejects.toMatchObject({ code: 'interrupted' });
});

test('no passages get no scores', async () => {
  expect(await (await open('none')).score('a question', [], never)).toEqual([]);
});
