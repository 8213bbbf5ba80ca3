import { describe, expect, it } from 'vitest';
import { checkBound, depthOf, parseBound } from '../../../src/domain/evaluation/bounds.ts';
import { measure } from '../../../src/domain/evaluation/measure.ts';

const measures = measure(
  [
    { moments: 3, ranks: [2] },
    { moments: 0, ranks: [undefined] },
    { moments: 1, ranks: [] },
  ],
  [1, 5],
);
const latency = { firstMs: 900, p50Ms: 40, p95Ms: 80 };
const check = (kind: 'min' | 'max', text: string) => checkBound(parseBound(kind, text), measures, latency);

describe('a bound', () => {
  it.each([
    ['recall@5', 0.5],
    ['recall@1', 0],
    ['mrr', 0.25],
    ['false-nothing', 1],
    ['false-found', 1],
    ['p50', 40],
    ['p95', 80],
  ])('on %s is held against %d', (metric, got) => {
    expect(check('min', `${metric}=${got}`)).toEqual({ kind: 'min', metric, wanted: got, got, held: true });
    expect(check('max', `${metric}=${got}`)).toMatchObject({ got, held: true });
    expect(check('min', `${metric}=${got + 0.01}`).held).toBe(false);
    if (got > 0) expect(check('max', `${metric}=${got - 0.01}`).held).toBe(false);
  });

  it('on nDCG is held against it', () => {
    expect(check('min', 'ndcg@10=0.3').got).toBeCloseTo(0.63093 / 2, 5);
  });

  it('on what was not measured does not hold, neither from below nor from above', () => {
    const nothing = measure([], [5]);
    const none = { firstMs: null, p50Ms: null, p95Ms: null };
    for (const metric of [
      'recall@5',
      'recall@7',
      'mrr',
      'ndcg@10',
      'false-nothing',
      'false-found',
      'p50',
      'p95',
    ]) {
      for (const kind of ['min', 'max'] as const) {
        expect(checkBound({ kind, metric, wanted: 0 }, nothing, none), `${kind} ${metric}`).toMatchObject({
          got: null,
          held: false,
        });
      }
    }
  });

  it('tells how deep it looks', () => {
    expect(depthOf(parseBound('min', 'recall@25=1'))).toBe(25);
    expect(depthOf(parseBound('min', 'ndcg@10=1'))).toBeUndefined();
  });

  it.each(['recall@10', 'recall@10=', 'recall@10=much', '=1', 'recall@10=-1', 'mrr=0x1', 'mrr=1e3'])(
    'is no bound: %s',
    (text) => {
      expect(() => parseBound('min', text)).toThrow(`--min ${text}: expected METRIC=NUMBER`);
    },
  );

  it.each([
    ['recal@10=1', 'recall@10'],
    ['recall@0=1', 'recall@10'],
    ['mmr=1', 'mrr'],
    ['false-noting=0', 'false-nothing'],
  ])('names no metric: %s', (text, near) => {
    expect(() => parseBound('max', text)).toThrow(/^there is no metric /);
    try {
      parseBound('max', text);
    } catch (error) {
      expect(error).toMatchObject({ code: 'usage', hint: `--max ${near}=${text.split('=')[1]}` });
    }
  });
});
