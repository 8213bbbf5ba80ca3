import { describe, expect, it } from 'vitest';
import { createHitJudge } from '../../../src/app/search/judge-hits.ts';
import type { SearchContext } from '../../../src/app/search/search-context.ts';
import { measureStatistics } from '../../../src/domain/calibration/measure-statistics.ts';
import type { Space } from '../../../src/domain/space.ts';
import { unit } from '../../../src/domain/vector.ts';

describe('createHitJudge', () => {
  it('leaves nothing out by figures that tell nothing: where all prompts score the same', () => {
    const [x, y] = [unit([1, 0]), unit([1, 1])];
    const statistics = measureStatistics([x, x, x], [x, y], 2);
    expect(statistics.spread).toBe(0);
    const context = { calibrations: { statisticsOf: () => statistics }, minConfidence: undefined };
    const scoring = { kind: 'sigmoid', logScale: 1, bias: -9 } as const;
    const terms = [{ kind: 'text', vector: x, sign: 1, weight: 1 }] as const;
    const judge = createHitJudge(
      (hit: { vector: typeof x }) => hit.vector,
      { space: {} as Space, terms, scoring },
      context as unknown as SearchContext,
    );
    expect(judge.keep([{ vector: x }, { vector: y }], 2).map(({ confidence }) => confidence! < 0.5)).toEqual([
      true,
      true,
    ]);
  });
});
