import { describe, expect, it } from 'vitest';
import { latencyOf } from '../../../src/domain/evaluation/latency.ts';
import { measure } from '../../../src/domain/evaluation/measure.ts';

describe('measure', () => {
  it('takes means over the queries with an answer, and counts what is false', () => {
    const judgements = [
      { moments: 10, ranks: [1] },
      { moments: 10, ranks: [2, undefined] },
      { moments: 0, ranks: [undefined] },
      { moments: 5, ranks: [undefined] },
      { moments: 3, ranks: [] },
      { moments: 0, ranks: [] },
      { moments: 1, ranks: [] },
    ];
    const measures = measure(judgements, [1, 2]);
    expect(measures).toMatchObject({
      answerable: 4,
      recall: [
        { k: 1, value: 0.25 },
        { k: 2, value: 0.375 },
      ],
      mrr: 0.375,
      falseNothing: 1,
      unanswerable: 3,
      falseFound: 2,
    });
    // (1 + 0.38685 + 0 + 0) / 4.
    expect(measures.ndcg).toBeCloseTo(0.34671, 5);
  });

  it('has no means where no query has an answer', () => {
    expect(measure([{ moments: 0, ranks: [] }], [5])).toEqual({
      answerable: 0,
      recall: [{ k: 5, value: null }],
      mrr: null,
      ndcg: null,
      falseNothing: 0,
      unanswerable: 1,
      falseFound: 0,
    });
  });
});

describe('latencyOf', () => {
  it('takes the nearest rank, and the first query apart', () => {
    // Of 20, the 10th and the 19th.
    const rest = Array.from({ length: 20 }, (_, at) => 20 - at);
    expect(latencyOf([500, ...rest])).toEqual({ firstMs: 500, p50Ms: 10, p95Ms: 19 });
    expect(latencyOf([500, 4, 2, 3])).toEqual({ firstMs: 500, p50Ms: 3, p95Ms: 4 });
    expect(latencyOf([500])).toEqual({ firstMs: 500, p50Ms: null, p95Ms: null });
    expect(latencyOf([])).toEqual({ firstMs: null, p50Ms: null, p95Ms: null });
  });
});
