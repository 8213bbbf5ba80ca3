import { describe, expect, test } from 'vitest';
import { type HeardText, placeTexts } from '../../../src/domain/speech/place-texts.ts';
import { layOut, windowFrom } from '../../../src/domain/speech/tape.ts';

const RATE = 16_000;
const part = (start: number, seconds: number, value = 1) => ({
  start: start * 1e6,
  samples: new Float32Array(seconds * RATE).fill(value),
});
/** Two stretches of 4 s, an hour apart; on the tape 0–4 s and 4.5–8.5 s. */
const tape = layOut([part(10, 4), part(3600, 4)]);

describe('stretches on a tape', () => {
  test('lie side by side with half a second of silence between', () => {
    expect(tape.samples).toHaveLength(8.5 * RATE);
    expect(tape.places.map(({ from, to, start }) => [from / RATE, to / RATE, start / 1e6])).toEqual([
      [0, 4, 10],
      [4.5, 8.5, 3600],
    ]);
    expect([tape.samples[4 * RATE - 1], tape.samples[4.2 * RATE], tape.samples[4.5 * RATE]]).toEqual([
      1, 0, 1,
    ]);
    expect(layOut([]).samples).toHaveLength(0);
  });

  test('go into one window where they fit, else the next begins with the first that does not', () => {
    const long = layOut([part(0, 12), part(100, 12), part(200, 12)]);
    const window = (seek: number) => {
      const found = windowFrom(long, seek * RATE, 30 * RATE);
      return found && [found.from / RATE, found.to / RATE];
    };
    expect(window(0)).toEqual([0, 24.5]);
    expect(window(24.5)).toEqual([25, 37]);
    expect(window(37)).toBeUndefined();
  });

  test('are cut only where one alone is longer than a window', () => {
    const long = layOut([part(0, 70)]);
    const window = (seek: number) => windowFrom(long, seek * RATE, 30 * RATE);
    expect(window(0)).toEqual({ from: 0, to: 30 * RATE });
    expect(window(28)).toEqual({ from: 28 * RATE, to: 58 * RATE });
    expect(window(58)).toEqual({ from: 58 * RATE, to: 70 * RATE });
  });

  test('are done with where less than a word is left of them', () => {
    expect(windowFrom(tape, 3.6 * RATE, 30 * RATE)?.from).toBe(3.6 * RATE);
    expect(windowFrom(tape, 3.8 * RATE, 30 * RATE)?.from).toBe(4.5 * RATE);
    expect(windowFrom(tape, 8.3 * RATE, 30 * RATE)).toBeUndefined();
  });
});

describe('texts of a tape', () => {
  const text = (start: number, end: number, said: string, words: HeardText['words'] = []): HeardText => ({
    start,
    end,
    text: said,
    confidence: 0.9,
    words,
  });
  const word = (said: string, start: number, end: number) => ({ text: said, start, end, confidence: 0.8 });
  const placed = (...texts: HeardText[]) =>
    placeTexts(texts, tape, 'en').map((segment) => [segment.start / 1e6, segment.end / 1e6, segment.text]);

  test('get the times of the video, of the stretch that they are in', () => {
    expect(placed(text(1, 2, ' Hello. '), text(5.5, 6.5, ' There.'))).toEqual([
      [11, 12, 'Hello.'],
      [3601, 3602, 'There.'],
    ]);
  });

  test('do not reach out of their stretch', () => {
    expect(placed(text(3, 4.4, 'a'), text(4.3, 9, 'b'))).toEqual([
      [13, 14, 'a'],
      [3600, 3604, 'b'],
    ]);
  });

  test('are parted between stretches by their words', () => {
    const words = [word(' one', 2, 3), word(' two', 3, 4), word(' three', 4.1, 5.5), word(' four', 5.5, 6)];
    const segments = placeTexts([text(2, 6, ' one two three four', words)], tape, 'en');
    expect(segments.map(({ text: said, start, end }) => [said, start / 1e6, end / 1e6])).toEqual([
      ['one two', 12, 14],
      ['three four', 3600, 3601.5],
    ]);
    expect(segments[1]!.words).toEqual([
      { text: 'three', start: 3600e6, end: 3601e6, confidence: 0.8 },
      { text: 'four', start: 3601e6, end: 3601.5e6, confidence: 0.8 },
    ]);
  });

  test('are parted by the share of sound where words have no times', () => {
    expect(placed(text(2, 6.5, 'one two three four'))).toEqual([
      [12, 14, 'one two'],
      [3600, 3602, 'three four'],
    ]);
    expect(placed(text(2, 6.5, '一二三四')).map(([, , said]) => said)).toEqual(['一二', '三四']);
  });

  test('are none where there is neither letter nor digit', () => {
    expect(placed(text(1, 2, ' … ♪ ! '))).toEqual([]);
  });
});
