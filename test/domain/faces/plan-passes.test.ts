import { describe, expect, it } from 'vitest';
import { FREE_RULES, fixedRules, type Level, planPasses } from '../../../src/domain/faces/plan-passes.ts';

const FIXED = fixedRules(640);
const sizes = (levels: readonly Level[]) =>
  levels.map(({ size, passes }) => `${size.width}×${size.height} in ${passes.length}`);

describe('planPasses', () => {
  it('shows small pictures once, as they are', () => {
    for (const rules of [FIXED, FREE_RULES]) {
      for (const [width, height] of [
        [1, 1],
        [640, 640],
        [300, 640],
        [64, 48],
      ] as const) {
        expect(planPasses({ width, height }, rules)).toEqual([
          { size: { width, height }, largest: Infinity, passes: [{ left: 0, top: 0, width, height }] },
        ]);
      }
    }
  });

  it('shows large ones whole and small, and at full scale: in parts or at once', () => {
    const frame = { width: 1920, height: 1080 };
    expect(sizes(planPasses(frame, FIXED))).toEqual(['640×360 in 1', '1920×1080 in 8']);
    expect(sizes(planPasses(frame, FREE_RULES))).toEqual(['640×360 in 1', '1920×1080 in 1']);
    expect(sizes(planPasses({ width: 1280, height: 720 }, FIXED))).toEqual(['640×360 in 1', '1280×720 in 6']);
  });

  it('shows what is larger than 1080p at its area, but shrinks nothing by little', () => {
    expect(sizes(planPasses({ width: 3840, height: 2160 }, FREE_RULES))).toEqual([
      '640×360 in 1',
      '1920×1080 in 1',
    ]);
    expect(sizes(planPasses({ width: 970, height: 2204 }, FREE_RULES))[1]).toBe('970×2204 in 1');
    expect(sizes(planPasses({ width: 6000, height: 4000 }, FREE_RULES))[1]).toBe('1764×1176 in 1');
  });

  it('puts sizes between where a picture is long: no step is larger than four', () => {
    const levels = planPasses({ width: 9000, height: 130 }, FIXED);
    expect(levels.map(({ size }) => size.width)).toEqual(
      [640, 2400, 9000].map((width) => expect.closeTo(width, -1)),
    );
    for (const [i, { size }] of levels.slice(1).entries()) {
      expect(size.width / levels[i]!.size.width).toBeLessThanOrEqual(4);
    }
  });

  it('leaves large faces to the coarser levels, and the largest to the coarsest', () => {
    expect(planPasses({ width: 1920, height: 1080 }, FIXED).map(({ largest }) => largest)).toEqual([
      Infinity,
      256,
    ]);
  });

  it('cuts so that parts cover all, and whatever is as small as the overlap lies in one of them', () => {
    for (const [width, height] of [
      [1920, 1080],
      [641, 640],
      [1153, 2000],
      [769, 768],
      [9000, 130],
    ] as const) {
      for (const { size, passes } of planPasses({ width, height }, FIXED)) {
        for (const { left, top, ...part } of passes) {
          expect(left).toBeGreaterThanOrEqual(0);
          expect(top).toBeGreaterThanOrEqual(0);
          expect(left + part.width).toBeLessThanOrEqual(size.width);
          expect(top + part.height).toBeLessThanOrEqual(size.height);
          expect(Math.max(part.width, part.height)).toBeLessThanOrEqual(640);
        }
        const face = { width: Math.min(size.width, 128), height: Math.min(size.height, 128) };
        for (let x = 0; x <= size.width - face.width; x += 7) {
          for (let y = 0; y <= size.height - face.height; y += 7) {
            const whole = passes.some(
              (part) =>
                part.left <= x &&
                part.top <= y &&
                x + face.width <= part.left + part.width &&
                y + face.height <= part.top + part.height,
            );
            if (!whole) expect.fail(`${x}, ${y} of ${size.width} × ${size.height} is cut by all parts`);
          }
        }
      }
    }
  });
});
