import { describe, expect, it } from 'vitest';
import { isExpected, isWithin, parseDemo, shotsOf } from '../../src/domain/demo.ts';

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

describe('isExpected, of several shots that are equally right', () => {
  const either = { text: 'person:Mina', expect: [query.expect, { video: 'weather.mp4', start: 0, end: 4 }] };

  it.each([
    [{ file: 'holiday.mp4', best: 21 }, true],
    [{ file: 'weather.mp4', best: 0 }, true],
    [{ file: 'weather.mp4', best: 21 }, false],
    [{ file: 'holiday.mp4', best: 1 }, false],
  ])('judges %j as %s', (answer, right) => {
    expect(isExpected(either, answer)).toBe(right);
  });

  it('has them all to be told', () => {
    expect(shotsOf(either)).toHaveLength(2);
    expect(shotsOf(query)).toEqual([query.expect]);
  });
});

describe('isWithin', () => {
  it.each([
    ['holiday.mp4', 20.75, true],
    ['holiday.mp4', 25.75, false],
    ['weather.mp4', 21, false],
  ])('tells %s at %d as %s', (file, time, within) => {
    expect(isWithin(query.expect, file, time)).toBe(within);
  });
});

describe('parseDemo', () => {
  const videos = [{ file: 'a.mp4', shots: [] }];
  const mina = { name: 'Mina', named: true, alone: query.expect };

  it('reads videos, people, and queries by text or picture', () => {
    const queries = [query, { image: 'q.webp', expect: query.expect }];
    const demo = parseDemo(JSON.stringify({ videos, people: [{ ...mina, seen: [] }], queries }));
    expect(demo.queries).toHaveLength(2);
    expect(demo.people).toEqual([mina]);
  });

  it('refuses one without queries, and unknown keys in what is expected', () => {
    const read = (queries: unknown[], people: unknown[] = []) =>
      parseDemo(JSON.stringify({ videos, people, queries }));
    expect(read([query]).queries).toEqual([query]);
    const odd = { text: 'x', expect: { ...query.expect, ends: 3 } };
    for (const queries of [[], [odd], [{ text: 'x', expect: [] }]]) expect(() => read(queries)).toThrow();
    expect(() => read([query], [{ ...mina, alone: odd.expect }])).toThrow();
  });
});
