import { describe, expect, it } from 'vitest';
import { estimateLengths } from '../../src/domain/estimate-lengths.ts';
import { addToPace, NO_PACE, paceOf } from '../../src/domain/pace.ts';

describe('the pace', () => {
  it('is not known before a second of work', () => {
    expect(paceOf(NO_PACE)).toBeUndefined();
    expect(paceOf(addToPace(NO_PACE, 5, 0.5))).toBeUndefined();
    expect(paceOf(addToPace(NO_PACE, 0, 5))).toBeUndefined();
  });

  it('is seconds of video a second of work', () => {
    expect(paceOf(addToPace(addToPace(NO_PACE, 10, 1), 10, 1))).toBeCloseTo(10);
  });

  it('follows the recent: what lies two minutes back counts half', () => {
    let pace = addToPace(NO_PACE, 3000, 100);
    pace = addToPace(pace, 0, 120);
    expect(pace.videoSeconds).toBeCloseTo(1500);
    for (let i = 0; i < 100; i++) pace = addToPace(pace, 20, 10);
    expect(paceOf(pace)).toBeGreaterThan(1.9);
    expect(paceOf(pace)).toBeLessThan(2.3);
  });
});

describe('estimateLengths', () => {
  it('takes unknown files to be like the known ones', () => {
    expect(
      estimateLengths([
        { bytes: 100, seconds: 10 },
        { bytes: 50, seconds: undefined },
      ]),
    ).toBe(15);
    expect(estimateLengths([{ bytes: 50, seconds: undefined }], { bytes: 10, seconds: 2 })).toBe(10);
  });

  it('says nothing where no length is known, and 0 of no files', () => {
    expect(estimateLengths([{ bytes: 50, seconds: undefined }])).toBeUndefined();
    expect(estimateLengths([])).toBe(0);
  });
});
