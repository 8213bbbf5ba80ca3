import { describe, expect, it } from 'vitest';
import { isExpected, parseDemo } from '../../src/domain/demo.ts';

const query = { text: 'sunset', expect: { video: 'holiday.mp4', start: 20.75, end: 25.75 } };

describe('isExpected', () => {
  it.each([
    [{ file: 'holiday.mp4', best: 20.75 }, true],
    [{ file: 'holiday.mp4', best: 25.74 }, true],
    [{ file: 'holiday.mp4', best: 25.75 }, false],
    [{ file: 'holiday.mp4', best: 20.74 }, false],
    [{ file: 'weather.mp4', best: 21 }, false],
    [undefined, false],
  ])('judges %j as %s', (answer, right) => {
    expect(isExpected(query, answer)).toBe(right);
  });
});

describe('parseDemo', () => {
  it('reads videos and queries by text or picture', () => {
    const demo = parseDemo(
      JSON.stringify({
        videos: [{ file: 'a.mp4', shots: [] }],
        queries: [query, { image: 'q.webp', expect: query.expect }],
      }),
    );
    expect(demo.queries).toHaveLength(2);
  });

  it('refuses one without queries, and unknown keys in what is expected', () => {
    expect(() => parseDemo(JSON.stringify({ videos: [{ file: 'a.mp4' }], queries: [] }))).toThrow();
    const odd = { text: 'x', expect: { ...query.expect, ends: 3 } };
    expect(() => parseDemo(JSON.stringify({ videos: [{ file: 'a.mp4' }], queries: [odd] }))).toThrow();
  });
});
