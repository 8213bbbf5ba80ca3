import { describe, expect, it } from 'vitest';
import { explainLines } from '../../../src/cli/render/explain-lines.ts';
import type { Reason, Spoken } from '../../../src/domain/search-result.ts';

const spoken = (text: string, ...words: readonly string[]): Spoken => ({
  start: 0,
  end: 1,
  text,
  marks: words.map((word) => ({ start: text.indexOf(word), end: text.indexOf(word) + word.length })),
  language: 'en',
  source: 'speech',
});
const lines = (why: readonly Reason[], rerank: number | null = null) => explainLines({ why, rerank });

describe('explainLines', () => {
  it('has for each channel its rank, its own score, how sure it is, and what was said', () => {
    const why: Reason[] = [
      {
        channel: 'words',
        rank: 1,
        score: 7.246,
        confidence: 1,
        spoken: spoken('Boats and ships', 'Boats', 'ships'),
      },
      { channel: 'meaning', rank: 12, score: 0.51239, confidence: null, spoken: spoken('Of the sea') },
      { channel: 'sight', rank: 3, score: 0.98765, confidence: 0.735 },
      { channel: 'people', rank: 2, score: 0.7, confidence: null, name: 'Anna' },
    ];
    expect(lines(why)).toEqual([
      '       words    rank 1    BM25 7.25      100 % sure said: Boats, ships',
      '       meaning  rank 12   cosine 0.5124',
      '       sight    rank 3    cosine 0.9877  74 % sure',
      '       people   rank 2    quality 0.70    Anna',
    ]);
  });

  it('ends with what a reranker thinks of it', () => {
    const why: Reason[] = [{ channel: 'sight', rank: 1, score: 0.5, confidence: null }];
    expect(lines(why, 0.426)).toEqual([
      '       sight    rank 1    cosine 0.5000',
      '       reread            answers 43 %',
    ]);
    expect(lines([], null)).toEqual([]);
  });

  it('shows names and words without any sign that a terminal would follow', () => {
    const red = '\u001b[31mred';
    const [said, person] = lines([
      { channel: 'words', rank: 1, score: 1, confidence: 1, spoken: spoken(`so ${red}`, red) },
      { channel: 'people', rank: 1, score: 1, confidence: null, name: red },
    ]);
    expect(said).toMatch(/said: \\x1b\[31mred$/);
    expect(person).toMatch(/ \\x1b\[31mred$/);
  });
});
