import { describe, expect, test } from 'vitest';
import { buildTexts } from '../../../src/domain/speech/build-texts.ts';
import { cutTexts } from '../../../src/domain/speech/cut-texts.ts';
import { dropRepeats } from '../../../src/domain/speech/drop-repeats.ts';
import { isBelievable, isDoubtful, isSilence } from '../../../src/domain/speech/guards.ts';

const FORM = { end: 90, firstTime: 100 };
/** A time's token by its seconds. */
const at = (seconds: number) => 100 + Math.round(seconds * 50);

describe('what is written of a window is cut', () => {
  test('between two times side by side, and the window is done with where one time ends it', () => {
    const tokens = [at(0), 1, 2, at(3), at(3.2), 3, at(5)];
    expect(cutTexts(tokens, FORM, 30)).toEqual({
      spans: [
        { from: 0, to: 4, start: 0, end: 3 },
        { from: 4, to: 7, start: 3.2, end: 5 },
      ],
      heard: 30,
    });
  });

  test('and what has no time at its end goes to the next window', () => {
    const tokens = [at(0), 1, 2, at(3), at(3.2), 3, 4];
    const { spans, heard } = cutTexts(tokens, FORM, 30);
    expect(spans).toEqual([{ from: 0, to: 4, start: 0, end: 3 }]);
    expect(heard).toBeCloseTo(3, 9);
  });

  test('and a pair of times at the end says where to listen on', () => {
    expect(cutTexts([at(0), 1, at(7), at(7)], FORM, 30).heard).toBeCloseTo(7, 9);
  });

  test('as one text where there is no pair, up to its last time or the end', () => {
    expect(cutTexts([at(1), 1, 2], FORM, 12).spans).toEqual([{ from: 0, to: 3, start: 1, end: 12 }]);
    expect(cutTexts([at(1), 1, at(4)], FORM, 12).spans).toEqual([{ from: 0, to: 3, start: 1, end: 4 }]);
  });

  test('inside the window, though the model writes later times', () => {
    const { spans, heard } = cutTexts([at(0), 1, at(14), at(14)], FORM, 12);
    expect([spans[0]!.end, heard]).toEqual([12, 12]);
  });
});

describe('texts are built from it', () => {
  const textOf = (tokens: readonly number[]) =>
    tokens.map((token) => [' one', ' two', ' three'][token] ?? '').join('');
  const build = (tokens: number[], logProbabilities = tokens.map(() => -0.1)) =>
    buildTexts(
      { tokens, logProbabilities, focus: [] },
      { form: FORM, textOf, language: 'en', start: 60, seconds: 30 },
    );

  test('with times of the tape and the mean probability of their tokens without times', () => {
    const { texts } = build([at(1), 0, 1, at(2)], [-9, -0.1, -0.3, -9]);
    expect(texts).toEqual([
      { start: 61, end: 62, text: ' one two', confidence: (Math.exp(-0.1) + Math.exp(-0.3)) / 2, words: [] },
    ]);
  });

  test('but not of nothing, of no length, or of what the model does not believe', () => {
    expect(build([at(1), at(1), 0, at(1), at(4), 95, at(5)]).texts).toEqual([]);
    expect(build([at(1), 0, at(2)], [0, -2, 0]).texts).toEqual([]);
    expect(build([at(1), 0, at(2)], [0, -1, 0]).texts).toHaveLength(1);
  });

  test('with words where it was looked at', () => {
    const lookedAt = (from: number, to: number) => [
      Float32Array.from({ length: 20 }, (_, position) => (position >= from && position < to ? 1 : 0.01)),
    ];
    // The time, two words, and the time after them, which takes over from the second word.
    const focus = [lookedAt(0, 20), lookedAt(0, 5), lookedAt(5, 15), lookedAt(10, 15)];
    const tokens = [at(0), 0, 1, at(0.3)];
    const { texts } = buildTexts(
      { tokens, logProbabilities: [0, -0.1, -0.2, 0], focus },
      { form: FORM, textOf, language: 'en', start: 0, seconds: 0.4 },
    );
    expect(texts[0]!.words.map(({ text }) => text)).toEqual([' one', ' two']);
    const [one, two] = texts[0]!.words;
    expect(one!.end).toBe(two!.start);
    expect(one!.end).toBeCloseTo(0.1, 1);
    expect(two!.end).toBeCloseTo(0.2, 1);
    expect(two!.confidence).toBeCloseTo(Math.exp(-0.2), 6);
  });
});

describe("OpenAI's limits", () => {
  const sure = { averageLogProbability: -0.5, noSpeech: 0.1, compressionRatio: 1.5 };

  test('let a sure text pass, and have a doubtful or a repeated one tried again', () => {
    expect(isDoubtful(sure)).toBe(false);
    expect(isDoubtful({ ...sure, averageLogProbability: -1.01 })).toBe(true);
    expect(isDoubtful({ ...sure, compressionRatio: 2.41 })).toBe(true);
    expect(isSilence(sure)).toBe(false);
  });

  test('take a doubtful text for silence where the model holds that likely, and a sure one not', () => {
    expect(isSilence({ ...sure, noSpeech: 0.61, averageLogProbability: -1.01 })).toBe(true);
    expect(isDoubtful({ ...sure, noSpeech: 0.61, averageLogProbability: -1.01 })).toBe(false);
    expect(isSilence({ ...sure, noSpeech: 0.99 })).toBe(false);
  });

  test('are joined by one of our own for texts of unlikely tokens', () => {
    expect([isBelievable(0.29), isBelievable(0.31)]).toEqual([false, true]);
  });
});

describe('repeated texts', () => {
  const drop = (...texts: string[]) => dropRepeats(texts.map((text) => ({ text }))).map(({ text }) => text);

  test('are dropped but for the first, when there are three or more in a row', () => {
    expect(drop('a', 'Thanks.', 'thanks', ' Thanks! ', 'b')).toEqual(['a', 'Thanks.', 'b']);
    expect(drop('x', 'x', 'x', 'x', 'y', 'y', 'y')).toEqual(['x', 'y']);
  });

  test('stay where there are two, or others between them', () => {
    expect(drop('No.', 'No.')).toEqual(['No.', 'No.']);
    expect(drop('No.', 'Yes.', 'No.', 'No.')).toEqual(['No.', 'Yes.', 'No.', 'No.']);
  });
});
