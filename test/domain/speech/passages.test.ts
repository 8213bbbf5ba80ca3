import { describe, expect, it, test } from 'vitest';
import { toPassages } from '../../../src/domain/speech/passages.ts';
import type { Segment } from '../../../src/domain/speech/segment.ts';
import { createRandom } from '../../support/cuts/random.ts';

function segment(start: number, end: number, text: string, changed: Partial<Segment> = {}): Segment {
  const [from, to] = [start * 1e6, end * 1e6];
  return {
    start: from,
    end: to,
    text,
    language: 'en',
    confidence: undefined,
    words: [],
    source: 'speech',
    ...changed,
  };
}

/** So many words. */
const words = (count: number, end = '') => Array.from({ length: count }, (_, at) => `w${at}`).join(' ') + end;

describe('a passage', () => {
  it('ends with a sentence when it is long enough', () => {
    const passages = toPassages([
      segment(0, 2, words(12)),
      segment(2, 4, words(12, '.')),
      segment(4, 6, words(12)),
      segment(6, 8, words(12, '?”')),
      segment(8, 9, words(5, '.')),
    ]);
    expect(passages.map(({ segments }) => segments)).toEqual([[0, 1, 2, 3], [4]]);
    expect(passages[0]).toMatchObject({ start: 0, end: 8_000_000, language: 'en' });
    expect(passages[0]!.text).toBe([words(12), words(12, '.'), words(12), words(12, '?”')].join(' '));
  });

  it('has at most 60 words, unless one segment has more', () => {
    const many = Array.from({ length: 13 }, (_, at) => segment(at, at + 1, words(10)));
    expect(toPassages(many).map(({ segments }) => segments.length)).toEqual([6, 6, 1]);
    expect(toPassages([segment(0, 1, words(5)), segment(1, 2, words(300)), segment(2, 3, 'a')])).toHaveLength(
      3,
    );
  });

  it('has at most 300 characters of Korean, Japanese or Chinese', () => {
    for (const letter of ['가', 'あ', '海']) {
      const many = Array.from({ length: 7 }, (_, at) => segment(at, at + 1, letter.repeat(100)));
      expect(toPassages(many).map(({ segments }) => segments.length)).toEqual([3, 3, 1]);
    }
  });

  it('does not go over a pause of more than three seconds', () => {
    const text = [segment(0, 1, 'a'), segment(4, 5, 'b'), segment(8.1, 9, 'c')];
    expect(toPassages(text).map(({ segments }) => segments)).toEqual([[0, 1], [2]]);
  });

  it('does not last on and on because something stands in the picture for an hour', () => {
    const text = [segment(0, 3600, 'a sign'), segment(30, 31, 'b'), segment(61, 62, 'c')];
    expect(toPassages(text).map(({ segments }) => segments)).toEqual([[0, 1], [2]]);
  });

  it('is of one source and one language', () => {
    const text = [
      segment(0, 1, 'a'),
      segment(1, 2, 'b'),
      segment(2, 3, '가', { language: 'ko' }),
      segment(3, 4, '나', { language: 'ko' }),
      segment(4, 5, '다', { language: 'ko', source: 'sidecar' }),
      segment(5, 6, 'c', { source: 'sidecar' }),
      segment(6, 7, 'd', { source: 'sidecar', language: undefined }),
    ];
    expect(toPassages(text).map(({ segments, language }) => [segments, language])).toEqual([
      [[0, 1], 'en'],
      [[2, 3], 'ko'],
      [[4], 'ko'],
      [[5], 'en'],
      [[6], undefined],
    ]);
  });
});

test('no segments make no passages', () => {
  expect(toPassages([])).toEqual([]);
});

test('every segment is in one passage, and every passage keeps to its limits', () => {
  const random = createRandom(11);
  for (let round = 0; round < 500; round++) {
    let start = -5;
    const segments = Array.from({ length: Math.floor(random() * 60) }, () => {
      start += random() < 0.1 ? random() * 20 : random() * 2;
      const text = words(1 + Math.floor(random() ** 3 * 80), random() < 0.3 ? '.' : '');
      const end = start + random() * 4;
      const language = random() < 0.9 ? 'en' : undefined;
      return segment(start, end, text, { language, source: random() < 0.9 ? 'speech' : 'track' });
    });
    const passages = toPassages(segments);
    expect(passages.flatMap((passage) => passage.segments)).toEqual(segments.map((_, at) => at));
    for (const passage of passages) {
      const own = passage.segments.map((at) => segments[at]!);
      expect(passage.start).toBe(own[0]!.start);
      expect(passage.end).toBe(Math.max(...own.map(({ end }) => end)));
      expect(passage.text).toBe(own.map(({ text }) => text).join(' '));
      expect(new Set(own.map(({ source, language }) => `${source} ${language}`)).size).toBe(1);
      if (own.length > 1) expect(passage.text.split(' ').length).toBeLessThanOrEqual(60);
      let end = passage.start;
      own.forEach((one) => {
        expect(one.start - end).toBeLessThanOrEqual(3e6);
        end = Math.max(end, one.end);
      });
    }
    const starts = passages.map((passage) => passage.start);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
  }
});
