import { describe, expect, it } from 'vitest';
import { foldAlike } from '../../../src/app/search/fold-alike.ts';
import type { Found } from '../../../src/app/search/found.ts';
import type { SearchContext } from '../../../src/app/search/search-context.ts';
import { FRAME_RULES } from '../../../src/domain/frames/frame-rules.ts';

/** A hash with so many bits set. */
const bits = (count: number) => (1n << BigInt(count)) - 1n;

/** A moment of a video whose picture has this many bits; undefined: it has no picture. */
interface Made {
  readonly video: number;
  readonly bits?: number;
  readonly said?: string;
}

function found(list: readonly Made[]): Found[] {
  return list.map(({ video, said }, index) => ({
    video,
    start: index * 10,
    end: index * 10 + 10,
    best: index * 10 + 5,
    rank: index + 1,
    score: 1,
    confidence: null,
    isSpoken: said !== undefined,
    reasons: () => [
      { channel: 'sight', rank: 1, score: 1, confidence: null },
      ...(said === undefined
        ? []
        : [
            {
              channel: 'words' as const,
              rank: 1,
              score: 1,
              confidence: 1,
              spoken: { start: 0, end: 1, text: said, marks: [], language: 'en', source: 'speech' as const },
            },
          ]),
    ],
    places: [],
  }));
}

/** For each moment shown the numbers of it and of those alike. */
function fold(list: readonly Made[], limit = 10): number[][] {
  const moments = found(list);
  const hashAt = (video: number, time: number) => {
    const made = list[(time - 5) / 10]!;
    expect(made.video).toBe(video);
    return made.bits === undefined ? undefined : bits(made.bits);
  };
  const context = { store: { hashAt } } as unknown as SearchContext;
  return foldAlike(moments, limit, context).map(({ moment, alike }) =>
    [moment, ...alike].map((each) => moments.indexOf(each)),
  );
}

describe('foldAlike', () => {
  const near = FRAME_RULES.duplicate;

  it('puts near-duplicates below the first of them, and keeps the order', () => {
    const list = [
      { video: 1, bits: 0 },
      { video: 2, bits: 40 },
      { video: 3, bits: near },
      { video: 4, bits: 40 - near },
      { video: 1, bits: near + 1 },
    ];
    expect(fold(list)).toEqual([[0, 2], [1, 3], [4]]);
  });

  it('takes nothing without a picture for the same', () => {
    expect(fold([{ video: 1 }, { video: 2 }, { video: 3, bits: 0 }])).toEqual([[0], [1], [2]]);
  });

  it('asks that the same is said, however it is written, where something is said', () => {
    const list = [
      { video: 1, bits: 0, said: 'Good Evening' },
      { video: 2, bits: 0, said: 'good night' },
      { video: 3, bits: 0, said: 'good evening' },
      { video: 4, bits: 0 },
    ];
    expect(fold(list)).toEqual([[0, 2], [1], [3]]);
  });

  it('folds what is said in one video never: there it is said twice', () => {
    const list = [
      { video: 1, bits: 0, said: 'yes' },
      { video: 1, bits: 0, said: 'yes' },
      { video: 1, bits: 0 },
      { video: 1, bits: 0 },
    ];
    expect(fold(list)).toEqual([[0], [1], [2, 3]]);
  });

  it('looks further where so many are alike that fewer than wanted are left', () => {
    const same = Array.from({ length: 40 }, (_, video) => ({ video, bits: 0 }));
    const folded = fold([...same, { video: 90, bits: 30 }, { video: 91, bits: 60 }], 2);
    expect(folded.map(([first]) => first)).toEqual([0, 40]);
    expect(folded[0]).toHaveLength(40);
  });

  it('looks at no more than it takes', () => {
    const different = Array.from({ length: 1000 }, (_, video) => ({ video, bits: 0, said: `${video}` }));
    expect(fold(different, 3).length).toBeLessThan(50);
  });
});
