import { describe, expect, it } from 'vitest';
import type { Found } from '../../../src/app/search/found.ts';
import { questionOf, rerankFound } from '../../../src/app/search/rerank-found.ts';
import type { Reranker } from '../../../src/domain/ports/encoders.ts';
import { parseQuery } from '../../../src/domain/query/parse-query.ts';
import type { Reason } from '../../../src/domain/search-result.ts';

const never = new AbortController().signal;

/** A moment in which things are said, by channel; with none of them it is one of pictures alone. */
function moment(rank: number, said: Readonly<Partial<Record<'words' | 'meaning', string>>> = {}): Found {
  const reasons = Object.entries(said).map(([channel, text]): Reason => {
    const spoken = { start: 0, end: 1, text, marks: [], language: 'en', source: 'speech' as const };
    return { channel: channel as 'words' | 'meaning', rank, score: 1, confidence: null, spoken };
  });
  return {
    video: rank,
    start: 0,
    end: 1,
    best: 0,
    rank,
    score: 1 / rank,
    confidence: null,
    isSpoken: reasons.length > 0,
    reasons: () => [{ channel: 'sight', rank, score: 0.5, confidence: null }, ...reasons],
    places: [],
  };
}

/** A text answers as well as the number in it says. */
function byNumber() {
  const asked: [string, readonly string[]][] = [];
  const reranker: Reranker = {
    score(question, passages) {
      asked.push([question, passages]);
      return Promise.resolve(passages.map((text) => Number(/0\.\d+/.exec(text)![0])));
    },
    close: () => Promise.resolve(),
  };
  return { asked, reranker };
}

describe('rerankFound', () => {
  it('orders what is said among the places it had; pictures keep theirs', async () => {
    const found = [
      moment(1),
      moment(2, { words: 'a 0.1' }),
      moment(3),
      moment(4, { words: 'b 0.9' }),
      moment(5, { words: 'c 0.5' }),
      moment(6),
    ];
    const { asked, reranker } = byNumber();
    const reread = await rerankFound('who?', found, reranker, never);
    expect(reread.map(({ video, reread: score }) => [video, score])).toEqual([
      [1, undefined],
      [4, 0.9],
      [3, undefined],
      [5, 0.5],
      [2, 0.1],
      [6, undefined],
    ]);
    expect(asked).toEqual([['who?', ['a 0.1', 'b 0.9', 'c 0.5']]]);
  });

  it('reads the passage, which tells more than the sentence in it', async () => {
    const { asked, reranker } = byNumber();
    const both = moment(1, { words: 'short 0.1', meaning: 'the whole story 0.7' });
    expect(await rerankFound('what?', [both], reranker, never)).toMatchObject([{ reread: 0.7 }]);
    expect(asked).toEqual([['what?', ['the whole story 0.7']]]);
  });

  it('reads the first twenty in which something is said, and leaves the others where they are', async () => {
    const found = Array.from({ length: 60 }, (_, index) =>
      index % 2 === 0 ? moment(index) : moment(index, { words: `0.${100 + index}` }),
    );
    const { asked, reranker } = byNumber();
    const reread = await rerankFound('what?', found, reranker, never);
    expect(asked[0]![1]).toHaveLength(20);
    // Of 0.101, 0.103, … 0.139 the last is the best.
    expect(reread.slice(0, 4).map(({ video }) => video)).toEqual([0, 39, 2, 37]);
    expect(reread.slice(40)).toEqual(found.slice(40));
    expect(reread.filter(({ reread: score }) => score !== undefined)).toHaveLength(20);
  });

  it('asks nobody where nothing is said', async () => {
    const { asked, reranker } = byNumber();
    const found = [moment(1), moment(2)];
    expect(await rerankFound('what?', found, reranker, never)).toEqual(found);
    expect(asked).toEqual([]);
  });
});

it.each([
  ['a red car', 'a red car'],
  ['what is a rainbow -rain in:*.mp4 said:colours', 'what is a rainbow'],
  ['"boat" then<9s ("sea" | shore)', 'boat sea shore'],
  ['said:hello person:Anna', ''],
])('the question of %s is %j', (query, question) => {
  expect(questionOf(parseQuery(query))).toBe(question);
});
