import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { openPassageEncoder } from '../../src/adapters/inference/open-passage-encoder.ts';
import { parseManifest } from '../../src/domain/manifest/parse-manifest.ts';
import type { TextConfig } from '../../src/domain/manifest/schema.ts';
import { dot } from '../../src/domain/vector.ts';
import { sharedData } from '../support/shared-data.ts';

/** Passages as people say them in films of their families and in documentaries, and questions for some of them. */
const { passages, questions } = JSON.parse(
  readFileSync(new URL('./meaning.json', import.meta.url), 'utf8'),
) as { passages: string[]; questions: { text: string; answer: number }[] };

/** Words that say how a sentence is built and not what it is about. */
const SMALL = new Set(
  [
    'a about after an and at be by do each for from how in is of off on or other somebody someone something the their they to what when',
    'why with',
  ]
    .join(' ')
    .split(' '),
);

/** The beginnings of a text's words: forms of one word mostly share four letters. */
function stems(text: string): Set<string> {
  const words = text.toLowerCase().match(/[a-z]+/g) ?? [];
  return new Set(words.filter((word) => !SMALL.has(word)).map((word) => word.slice(0, 4)));
}

test('no question shares a word with the passage that answers it', () => {
  expect(passages).toHaveLength(200);
  expect(new Set(passages).size).toBe(200);
  expect(questions.length).toBeGreaterThanOrEqual(30);
  const shared = questions.map(({ text, answer }) => {
    const own = stems(passages[answer]!);
    return { text, words: [...stems(text)].filter((word) => own.has(word)) };
  });
  expect(shared.filter(({ words }) => words.length > 0)).toEqual([]);
});

test('all-MiniLM-L6-v2 finds the passage that a question means among the first five of 200', async (context) => {
  const folder = 'models/all-MiniLM-L6-v2';
  const manifest = parseManifest(
    readFileSync(new URL('../../models.manifest.json', import.meta.url), 'utf8'),
    'models.manifest.json',
  );
  const config = manifest.models['all-minilm-l6-v2']!.config as TextConfig;
  const [graph, tokenizer] = [config.graph, config.tokenizer].map((path) =>
    sharedData(context, `${folder}/${path}`),
  );
  const encoder = await openPassageEncoder({ graph: graph!, tokenizer: tokenizer! }, 'minilm', config);
  onTestFinished(() => encoder.close());
  const signal = new AbortController().signal;
  const known = await encoder.embedTexts(passages, signal);
  const asked = await encoder.embedTexts(
    questions.map(({ text }) => text),
    signal,
  );
  const ranks = questions.map(({ text, answer }, at) => {
    const scores = known.map((vector) => dot(vector, asked[at]!));
    return { text, rank: scores.filter((score) => score > scores[answer]!).length + 1 };
  });
  const found = ranks.filter(({ rank }) => rank <= 5);
  expect(
    found.length / ranks.length,
    JSON.stringify(ranks.filter(({ rank }) => rank > 5)),
  ).toBeGreaterThanOrEqual(0.85);
});
