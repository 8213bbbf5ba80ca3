import { expect, test } from 'vitest';
import { rerankPassages } from '../../src/app/rerank-passages.ts';
import type { Reranker } from '../../src/domain/ports/encoders.ts';

const never = new AbortController().signal;

/** Scores a text by the number in it, and remembers what it was asked. */
function byNumber(): Reranker & { readonly asked: (readonly [string, readonly string[]])[] } {
  const asked: [string, readonly string[]][] = [];
  return {
    asked,
    score(question, passages) {
      asked.push([question, passages]);
      return Promise.resolve(passages.map((text) => Number(text.match(/0\.\d+/)?.[0])));
    },
    close: () => Promise.resolve(),
  };
}

const items = ['a 0.2', 'b 0.9', 'c 0.2', 'd 0.99', 'e 0.5'].map((text, id) => ({ text, id }));

test('the first are ordered by score, equal ones as they were, and the rest stays behind them', async () => {
  const reranker = byNumber();
  const ranked = await rerankPassages('who?', items, { top: 3 }, reranker, never);
  expect(ranked.map(({ item, score }) => [item.text, score])).toEqual([
    ['b 0.9', 0.9],
    ['a 0.2', 0.2],
    ['c 0.2', 0.2],
    ['d 0.99', undefined],
    ['e 0.5', undefined],
  ]);
  expect(reranker.asked).toEqual([['who?', ['a 0.2', 'b 0.9', 'c 0.2']]]);
  expect(ranked[0]!.item).toBe(items[1]);
});

test('twenty are read again where nobody says how many', async () => {
  const reranker = byNumber();
  const many = Array.from({ length: 30 }, (_, at) => ({ text: `0.${at + 10}` }));
  const ranked = await rerankPassages('who?', many, {}, reranker, never);
  expect(ranked.map(({ item }) => many.indexOf(item))).toEqual([
    ...Array.from({ length: 20 }, (_, at) => 19 - at),
    ...Array.from({ length: 10 }, (_, at) => 20 + at),
  ]);
});

test('of nothing nothing is asked', async () => {
  const reranker = byNumber();
  expect(await rerankPassages('who?', [], {}, reranker, never)).toEqual([]);
  expect(await rerankPassages('who?', items, { top: 0 }, reranker, never)).toHaveLength(5);
  expect(reranker.asked).toEqual([]);
});
