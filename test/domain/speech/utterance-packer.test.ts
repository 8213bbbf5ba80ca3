import { expect, it } from 'vitest';
import type { Sound, Utterance } from '../../../src/domain/ports/speech.ts';
import { createUtterancePacker, MOST_APART } from '../../../src/domain/speech/create-utterance-packer.ts';
import { SPEECH_RULE } from '../../../src/domain/speech/speech-rule.ts';
import { fromSeconds } from '../../../src/domain/time.ts';
import { createRandom } from '../../support/cuts/random.ts';

const { longest } = SPEECH_RULE;
const stretch = (start: number, seconds: number): Sound => ({
  start: fromSeconds(start),
  samples: new Float32Array(seconds * 16_000),
});

function pack(stretches: readonly Sound[]): Utterance[] {
  const packer = createUtterancePacker(longest);
  const packed = stretches.map((each) => packer.add(each));
  packed.push(packer.end());
  return packed.filter((utterance) => utterance !== undefined);
}
const starts = (utterances: readonly Utterance[]) =>
  utterances.map(({ parts }) => parts.map(({ start }) => start / 1e6));

it('puts stretches together until a window is full', () => {
  expect(
    starts(pack([stretch(0, 12), stretch(15, 10), stretch(27, 8), stretch(40, 1), stretch(42, 29)])),
  ).toEqual([
    [0, 15, 27],
    [40, 42],
  ]);
});

it('parts what lies too far apart', () => {
  const apart = MOST_APART / 1e6;
  expect(starts(pack([stretch(0, 2), stretch(2 + apart, 2), stretch(4.001 + 2 * apart, 2)]))).toEqual([
    [0, 2 + apart],
    [4.001 + 2 * apart],
  ]);
});

it('hands an utterance over as soon as nothing can join it', () => {
  const packer = createUtterancePacker(longest);
  expect(packer.add(stretch(5, 2))).toBeUndefined();
  expect(packer.passed(fromSeconds(7) + MOST_APART)).toBeUndefined();
  expect(packer.passed(fromSeconds(7) + MOST_APART + 1)?.parts).toHaveLength(1);
  expect(packer.passed(fromSeconds(99))).toBeUndefined();
  expect(packer.end()).toBeUndefined();
});

it.each(Array.from({ length: 30 }, (_, seed) => seed))('loses nothing and overfills nothing: %d', (seed) => {
  const random = createRandom(seed);
  const stretches: Sound[] = [];
  for (let at = 0; stretches.length < 60; ) {
    at += random() ** 3 * 60;
    const seconds = Math.ceil(random() ** 2 * 300) / 10;
    stretches.push(stretch(at, seconds));
    at += seconds;
  }
  const packed = pack(stretches);
  const parts = packed.flatMap((utterance) => utterance.parts);
  expect(parts).toHaveLength(stretches.length);
  expect(parts.every((part, index) => part === stretches[index])).toBe(true);
  for (const { parts } of packed) {
    expect(parts.reduce((sum, { samples }) => sum + samples.length, 0)).toBeLessThanOrEqual(longest);
  }
});
