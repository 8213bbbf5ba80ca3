import { describe, expect, it } from 'vitest';
import type { Sound } from '../../../src/domain/ports/speech.ts';
import { createSpeechFinder, type Span } from '../../../src/domain/speech/create-speech-finder.ts';
import { createStretchCutter } from '../../../src/domain/speech/create-stretch-cutter.ts';
import { SPEECH_RULE } from '../../../src/domain/speech/speech-rule.ts';
import { createRandom } from '../../support/cuts/random.ts';

const { window, longest, padding, minSpeech, threshold, lowerThreshold } = SPEECH_RULE;
const WINDOWS_A_SECOND = 16_000 / window;
const RULES = [SPEECH_RULE, { ...SPEECH_RULE, minSilence: 1600, padding: 480 }];

/** Probabilities that wander: runs of speech from none to two minutes, pauses from a window to three seconds. */
function wandering(seed: number): number[] {
  const random = createRandom(seed);
  const pick = (values: readonly number[]) => values[Math.floor(random() * values.length)]!;
  const windows: number[] = [];
  while (windows.length < 4000) {
    const level = pick([0.05, 0.2, 0.42, 0.6, 0.9]);
    const count = level > 0.5 ? pick([1, 4, 9, 100, 1500, 4000]) : pick([1, 3, 5, 20, 60, 100]);
    for (let i = 0; i < count; i++) windows.push(Math.min(1, Math.max(0, level + (random() - 0.5) * 0.15)));
  }
  return windows;
}

function spansIn(windows: readonly number[], length: number, rule = SPEECH_RULE): Span[] {
  const finder = createSpeechFinder(rule);
  const spans = windows.map((probability) => finder.add(probability));
  spans.push(finder.end(length));
  return spans.filter((span) => span !== undefined);
}

describe.each(RULES)('stretches of any sound, silence of $minSilence samples ending them', (rule) => {
  it.each(Array.from({ length: 60 }, (_, seed) => seed))('are what they promise: %d', (seed) => {
    const windows = wandering(seed);
    const length = windows.length * window - (seed % 2 === 0 ? 0 : 77);
    const spans = spansIn(windows, length, rule);
    let last = 0;
    for (const { start, end } of spans) {
      expect(start, 'in order, without overlap').toBeGreaterThanOrEqual(last);
      expect(end).toBeGreaterThan(start);
      expect(end - start).toBeLessThanOrEqual(longest);
      last = end;
    }
    expect(last).toBeLessThanOrEqual(length);
    const covered = (sample: number) => spans.some(({ start, end }) => start <= sample && sample < end);
    const missed: number[] = [];
    let run = 0;
    for (let index = 0; index <= windows.length; index++) {
      if (windows[index]! >= threshold) {
        run++;
        continue;
      }
      for (let i = index - run; i < index && run * window > minSpeech; i++) {
        if (!covered(Math.min(length - 1, i * window + window / 2))) missed.push(i);
      }
      run = 0;
    }
    expect(missed, 'windows of speech that is long enough').toEqual([]);
    // Where nobody has spoken or may speak for longer than the padding there is no stretch.
    for (const { start, end } of spans) {
      const inside = windows.slice(
        Math.floor((start + padding) / window),
        Math.ceil((end - padding) / window),
      );
      if (inside.length > 2) expect(Math.max(...inside)).toBeGreaterThanOrEqual(lowerThreshold);
    }
  });
});

/** So many seconds of one probability. */
const lasting = (seconds: number, probability: number) =>
  new Array<number>(Math.round(seconds * WINDOWS_A_SECOND)).fill(probability);
const seconds = (spans: readonly Span[]) =>
  spans.map(({ start, end }) => [start / 16_000, end / 16_000].map((time) => Math.round(time * 10) / 10));

describe('speech that is too long', () => {
  it('is cut at the longest pause of its later half', () => {
    const windows = [
      ...lasting(6, 0.9),
      ...lasting(1.5, 0.1),
      ...lasting(10, 0.9),
      ...lasting(0.2, 0.1),
      ...lasting(4, 0.9),
      ...lasting(0.5, 0.1),
      ...lasting(20, 0.9),
      ...lasting(3, 0),
    ];
    expect(seconds(spansIn(windows, windows.length * window))).toEqual([
      [0, 22],
      [22, 42.6],
    ]);
  });

  it('is cut at an early pause where there is no later one', () => {
    const windows = [...lasting(6, 0.9), ...lasting(1, 0.1), ...lasting(30, 0.9), ...lasting(3, 0)];
    expect(seconds(spansIn(windows, windows.length * window))[0]).toEqual([0, 6.4]);
  });

  it('is cut where it is least like speech, where nobody pauses', () => {
    const windows = [...lasting(24, 0.9), 0.6, ...lasting(20, 0.9), ...lasting(3, 0)];
    const [first, second] = spansIn(windows, windows.length * window);
    expect(first!.end).toBe(24 * WINDOWS_A_SECOND * window);
    expect(second!.start).toBe(first!.end);
  });

  it('overlaps nothing where it goes on right after a cut', () => {
    const windows = [...lasting(28.5, 0.9), ...lasting(0.7, 0.1), ...lasting(5, 0.9), ...lasting(3, 0)];
    const [first, second] = spansIn(windows, windows.length * window);
    expect(first!.end).toBeGreaterThan(28.8 * 16_000);
    expect(second!.start).toBe(first!.end);
  });

  it('loses nothing of a short rest', () => {
    const windows = [...lasting(29.2, 0.9), ...lasting(3, 0)];
    const spans = spansIn(windows, windows.length * window);
    expect(spans).toHaveLength(2);
    expect(seconds(spans)[1]![1]).toBeCloseTo(29.6, 1);
  });
});

describe('the cutter', () => {
  /** Each sample tells its number, as far as 32-bit floats do. */
  const numbered = (from: number, length: number) => Float32Array.from({ length }, (_, i) => from + i);

  it.each([
    ['a window', 512],
    ['a second', 16_000],
    ['odd pieces', 777],
  ])('gives each stretch its own samples and its time, from pieces of %s', (_, step) => {
    const windows = wandering(7);
    const length = windows.length * window;
    const cutter = createStretchCutter(2_500_000, SPEECH_RULE);
    const found: Sound[] = [];
    let told = 0;
    for (let at = 0; at < length; at += step) {
      const samples = numbered(at, Math.min(step, length - at));
      const known = Math.floor((at + samples.length) / window);
      found.push(...cutter.add(samples, Float32Array.from(windows.slice(told, known))));
      told = known;
    }
    found.push(...cutter.end(new Float32Array()));
    const spans = spansIn(windows, length);
    expect(found.map(({ start }) => start)).toEqual(
      spans.map(({ start }) => 2_500_000 + Math.round(start * 62.5)),
    );
    for (const [index, { start, end }] of spans.entries()) {
      const expected = numbered(start, end - start);
      expect(Buffer.from(found[index]!.samples.buffer).equals(Buffer.from(expected.buffer))).toBe(true);
    }
  });

  it('holds no more than the open stretch and its padding', () => {
    const cutter = createStretchCutter(0, SPEECH_RULE);
    for (let at = 0; at < 600; at++) cutter.add(new Float32Array(512), Float32Array.of(0.1));
    expect(cutter.held()).toBeLessThanOrEqual(padding + 2 * window);
    for (let at = 0; at < 10_000; at++) {
      cutter.add(new Float32Array(512), Float32Array.of(0.9));
      expect(cutter.held()).toBeLessThanOrEqual(longest);
    }
  });
});
