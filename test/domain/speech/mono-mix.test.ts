import { expect, it } from 'vitest';
import { createMonoMix } from '../../../src/domain/speech/create-mono-mix.ts';
import { createRandom } from '../../support/cuts/random.ts';

const RATE = 16_000;
type Signal = (time: number) => number;
const speech: Signal = (t) => 0.4 * Math.sin(2 * Math.PI * 700 * t) * Math.abs(Math.sin(2 * Math.PI * 4 * t));
const hum: Signal = (t) => 0.4 * Math.sin(2 * Math.PI * 50 * t);

/** Mixes so many seconds, in pieces of a second. */
function mix(left: Signal, right: Signal, seconds = 3): Float32Array {
  const mixer = createMonoMix();
  const mono = new Float32Array(seconds * RATE);
  for (let second = 0; second < seconds; second++) {
    const stereo = new Float32Array(2 * RATE);
    for (let i = 0; i < RATE; i++) {
      const time = second + i / RATE;
      stereo.set([left(time), right(time)], 2 * i);
    }
    mono.set(mixer(stereo), second * RATE);
  }
  return mono;
}

/** How far a mix is from a signal at most, from a second on. */
function mostOff(mono: Float32Array, signal: Signal, from = 0): number {
  let most = 0;
  for (let i = from * RATE; i < mono.length; i++)
    most = Math.max(most, Math.abs(mono[i]! - signal(i / RATE)));
  return most;
}

it.each<[string, Signal, Signal, Signal]>([
  ['alike', speech, speech, speech],
  ['the right one dead', speech, () => 0, speech],
  ['the left one dead', () => 0, speech, speech],
  ['of opposite phase', speech, (t) => -speech(t), speech],
  ['one a constant offset', speech, () => 0.7, speech],
  ['one a loud hum', speech, hum, speech],
  ['different speech in both', speech, (t) => speech(t + 0.37), (t) => (speech(t) + speech(t + 0.37)) / 2],
])('channels of this kind give what is said at its level: %s', (_, left, right, expected) => {
  expect(mostOff(mix(left, right), expected)).toBeLessThan(1e-6);
});

it('follows speech from one channel to the other at once', () => {
  const before = (t: number) => (t < 2 ? speech(t) : 0);
  const after = (t: number) => (t < 2 ? 0 : speech(t));
  const mono = mix(before, after, 4);
  expect(mostOff(mono.subarray(0, 2 * RATE), speech)).toBeLessThan(1e-6);
  expect(mostOff(mono, speech, 2.02)).toBeLessThan(1e-6);
});

it('goes from the mean to one channel without a click', () => {
  const left = (t: number) => 0.4 * Math.cos(2 * Math.PI * 200 * t);
  const right = (t: number) => (t < 2 ? 0.4 * Math.sin(2 * Math.PI * 300 * t) : 0);
  const mono = mix(left, right, 4);
  expect(mostOff(mono.subarray(0, 2 * RATE), (t) => (left(t) + right(t)) / 2)).toBeLessThan(1e-6);
  expect(mostOff(mono, left, 2.02)).toBeLessThan(1e-6);
  let step = 0;
  for (let i = 1; i < mono.length; i++) step = Math.max(step, Math.abs(mono[i]! - mono[i - 1]!));
  expect(step, 'not more than the tones’ own').toBeLessThan(0.06);
});

it('turns down what is too loud instead of cutting it off, and up again', () => {
  const loud = (t: number) => (t < 1 ? 6 : 1) * speech(t);
  const mono = mix(loud, loud, 4);
  expect(mono.every((sample) => Math.abs(sample) <= 1)).toBe(true);
  const flat = mono.subarray(RATE / 2, RATE).filter((sample) => Math.abs(sample) > 0.9999).length;
  expect(flat, 'samples at the limit').toBeLessThan(40);
  expect(mostOff(mono, speech, 3)).toBeLessThan(1e-6);
});

it('makes silence of what is no number', () => {
  const random = createRandom(1);
  const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e30];
  const stereo = Float32Array.from({ length: 2 * RATE }, () => odd[Math.floor(random() * 4)]!);
  const mixer = createMonoMix();
  expect(mixer(stereo).every((sample) => sample >= -1 && sample <= 1)).toBe(true);
  const quiet = Float32Array.from({ length: 20 * RATE }, (_, i) => 0.1 * Math.sin(i));
  expect(mixer(quiet).every((sample) => Number.isFinite(sample))).toBe(true);
});
