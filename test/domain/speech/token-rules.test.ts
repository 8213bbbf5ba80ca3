import { describe, expect, test } from 'vitest';
import { applyTokenRules } from '../../../src/domain/speech/apply-token-rules.ts';
import { chooseToken } from '../../../src/domain/speech/choose-token.ts';
import { seededRandom } from '../../../src/domain/speech/seeded-random.ts';
import type { TokenForm } from '../../../src/domain/speech/token-form.ts';

/** Eight tokens of text, the closing one, and times from 12 to 19. */
const FORM: TokenForm = {
  vocabulary: 20,
  end: 8,
  noSpeech: 10,
  noTimestamps: 11,
  firstTime: 12,
  suppressed: [3],
  suppressedFirst: [0, 8],
  lastFirstTime: 2,
};

/** The tokens that may come after some others, all of them equally likely but for those that are given. */
function allowed(written: number[], scores: Record<number, number> = {}): number[] {
  const all = Float32Array.from({ length: 20 }, (_, token) => scores[token] ?? (token >= 12 ? -9 : 0));
  applyTokenRules(all, written, FORM);
  return [...all.keys()].filter((token) => all[token]! > Number.NEGATIVE_INFINITY);
}

const TEXT = [0, 1, 2, 4, 5, 6, 7];
const SPECIAL = [8, 9, 10];
const TIMES = [12, 13, 14, 15, 16, 17, 18, 19];

describe("Whisper's rules allow", () => {
  test('first a time, and not a late one', () => {
    expect(allowed([])).toEqual([12, 13, 14]);
  });

  test('text or the end after the first time, and no other time', () => {
    expect(allowed([13])).toEqual([...TEXT, ...SPECIAL]);
  });

  test('anything after text but what is suppressed, and no time that has been', () => {
    expect(allowed([13, 1])).toEqual([...TEXT, ...SPECIAL, ...TIMES.slice(2)]);
  });

  test('after a time that ends a text the same time, a later one, or the end', () => {
    expect(allowed([13, 1, 15])).toEqual([...SPECIAL, 15, 16, 17, 18, 19]);
  });

  test('text after a pair of times', () => {
    expect(allowed([13, 1, 15, 15])).toEqual([...TEXT, ...SPECIAL]);
  });

  test('only a time where all times together are likelier than any other token', () => {
    const scores = Object.fromEntries(TIMES.map((time) => [time, -1.5]));
    expect(allowed([12, 1], scores)).toEqual(TIMES.slice(1));
    expect(allowed([12, 1], { ...scores, 5: 2 })).toEqual([...TEXT, ...SPECIAL, ...TIMES.slice(1)]);
  });
});

describe('a token is chosen', () => {
  const scores = Float32Array.of(0, 3, Number.NEGATIVE_INFINITY, 3, 1);

  test('by the highest score, the first of equals, with its logarithmic probability', () => {
    const total = Math.log(1 + 2 * Math.exp(3) + Math.exp(1));
    const { token, logProbability } = chooseToken(scores, 0, () => expect.fail('not asked for'));
    expect(token).toBe(1);
    expect(logProbability).toBeCloseTo(3 - total, 4);
  });

  test('with a probability as exact as a vocabulary of any spread needs', () => {
    const random = seededRandom(1);
    const many = Float32Array.from({ length: 50_000 }, () => random() * 20 - 10);
    const most = many.reduce((a, b) => Math.max(a, b));
    const total = many.reduce((sum, score) => sum + Math.exp(score - most), 0);
    expect(chooseToken(many, 0, random).logProbability).toBeCloseTo(-Math.log(total), 4);
  });

  test('by chance above temperature 0, as often as softmax says, never what is forbidden', () => {
    const random = seededRandom(7);
    const counts = [0, 0, 0, 0, 0];
    for (let i = 0; i < 4000; i++) counts[chooseToken(scores, 0.5, random).token]!++;
    const weights = [0, 6, Number.NEGATIVE_INFINITY, 6, 2].map(Math.exp);
    const sum = weights.reduce((a, b) => a + b);
    counts.forEach((count, token) => {
      expect(count / 4000).toBeCloseTo(weights[token]! / sum, 1);
    });
    expect(counts[2]).toBe(0);
  });

  test('with its probability as without temperature', () => {
    expect(chooseToken(scores, 1, () => 0.999).token).toBe(4);
    expect(chooseToken(scores, 1, () => 0.999).logProbability).toBeCloseTo(
      1 - Math.log(1 + 2 * Math.exp(3) + Math.exp(1)),
      4,
    );
  });
});

test('random numbers are the same for the same seed, others for another, and spread evenly', () => {
  const draw = (seed: number) => {
    const random = seededRandom(seed);
    return Array.from({ length: 2000 }, () => random());
  };
  expect(draw(3)).toEqual(draw(3));
  expect(draw(3)[0]).not.toBe(draw(4)[0]);
  expect(draw(3).reduce((sum, value) => sum + value, 0) / 2000).toBeCloseTo(0.5, 1);
  expect(draw(3).every((value) => value >= 0 && value < 1)).toBe(true);
});
