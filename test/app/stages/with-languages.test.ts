import { describe, expect, test } from 'vitest';
import { type UtteranceInLanguage, withLanguages } from '../../../src/app/stages/with-languages.ts';
import type { Transcriber, Utterance } from '../../../src/domain/ports/speech.ts';
import {
  chooseLanguages,
  type LanguageChances,
  LOOK_AHEAD,
} from '../../../src/domain/speech/choose-language.ts';
import { type DrawnClip, drawnSpeech } from '../../support/drawn-speech.ts';
import { openHere, tinyWhisper, utteranceOf } from '../../support/whisper-rig.ts';

const never = new AbortController().signal;
const chances = (en: number, ko: number): LanguageChances =>
  new Map([
    ['en', en],
    ['ko', ko],
  ]);
const [ENGLISH, KOREAN] = [chances(0.99, 0.005), chances(0.005, 0.99)];
/** Rather English, but not sure. */
const DOUBTFUL = chances(0.5, 0.4);
const NOTHING: LanguageChances = new Map();

/** Told from one another by their starts. */
const utteranceAt = (index: number, seconds = 2): Utterance =>
  utteranceOf(new Float32Array(seconds * 16_000), index);
const indexOf = ({ parts }: Utterance): number => parts[0]!.start / 1e6;

/** Utterances with what a model makes of each, and a note of all that happens. */
function rig(judged: readonly LanguageChances[], seconds: readonly number[] = []) {
  const happened: string[] = [];
  const transcriber: Pick<Transcriber, 'languages'> = {
    async languages(utterance) {
      happened.push(`ask ${indexOf(utterance)}`);
      return judged[indexOf(utterance)]!;
    },
  };
  async function* utterances() {
    for (const index of judged.keys()) yield utteranceAt(index, seconds[index]);
  }
  const run = async (given?: string, signal = never) => {
    const found: UtteranceInLanguage[] = [];
    for await (const each of withLanguages(utterances(), given, transcriber, signal)) {
      happened.push(`write ${indexOf(each.utterance)}`);
      found.push(each);
    }
    expect(found.map(({ utterance }) => indexOf(utterance))).toEqual([...judged.keys()]);
    return found.map(({ language }) => language);
  };
  return { run, happened };
}

/** By six of each side. */
function smoothed(judged: readonly LanguageChances[], weights: readonly number[]) {
  return judged.map((_, at) => {
    const near = [Math.max(0, at - 6), at + 7] as const;
    return chooseLanguages(judged.slice(...near), weights.slice(...near))[at - near[0]];
  });
}

describe('the language of an utterance', () => {
  test('is told by those after it as well', async () => {
    expect(await rig([DOUBTFUL, KOREAN, KOREAN]).run()).toEqual(['ko', 'ko', 'ko']);
    expect(await rig([DOUBTFUL]).run()).toEqual(['en']);
  });

  test('is told by six of each side, however many there are', async () => {
    const judged = Array.from({ length: 30 }, (_, at) => [ENGLISH, DOUBTFUL, KOREAN, DOUBTFUL][at % 4]!);
    const expected = smoothed(judged, Array(30).fill(Math.SQRT2));
    expect(new Set(expected)).toEqual(new Set(['en', 'ko']));
    expect(await rig(judged).run()).toEqual(expected);
  });

  test('is not told by what lies farther back', async () => {
    const open = chances(0.41, 0.4);
    const judged = [...Array(5).fill(KOREAN), ...Array(6).fill(chances(0.4, 0.4)), open];
    expect((await rig(judged).run()).at(-1)).toBe('en');
  });

  test('that is sure of its own is not outvoted by a neighbour because that is long', async () => {
    expect(await rig([ENGLISH, KOREAN], [25, 1]).run()).toEqual(['en', 'ko']);
  });

  test('is asked for once, and at most six wait for it', async () => {
    const { run, happened } = rig(Array(10).fill(KOREAN));
    await run();
    expect(happened.filter((each) => each.startsWith('ask'))).toHaveLength(10);
    expect(happened.indexOf('write 0')).toBe(LOOK_AHEAD + 1);
    expect(happened.slice(7, 11)).toEqual(['write 0', 'ask 7', 'write 1', 'ask 8']);
  });

  test('is not waited for where the model can tell none', async () => {
    const { run, happened } = rig([NOTHING, NOTHING, NOTHING]);
    expect(await run()).toEqual([undefined, undefined, undefined]);
    expect(happened).toEqual(['ask 0', 'write 0', 'ask 1', 'write 1', 'ask 2', 'write 2']);
  });

  test('of silence is that of those beside it', async () => {
    expect(await rig([KOREAN, NOTHING, KOREAN]).run()).toEqual(['ko', 'ko', 'ko']);
    expect(await rig([NOTHING, ...Array(9).fill(KOREAN)]).run()).toEqual([undefined, ...Array(9).fill('ko')]);
  });

  test('is not asked for where it was given, and nothing waits', async () => {
    const { run, happened } = rig([ENGLISH, ENGLISH]);
    expect(await run('ko')).toEqual(['ko', 'ko']);
    expect(happened).toEqual(['write 0', 'write 1']);
  });

  test('of no utterance is none', async () => {
    expect(await rig([]).run()).toEqual([]);
  });

  test('is told by a real model, which is interrupted in the middle of its look ahead', async () => {
    const clips: DrawnClip[] = [3, 5, 7, 11, 13, 17, 19, 23, 29, 31].map((seed) => [5, seed, 8191, 61, 3100]);
    const utterances = clips.map((clip, index) => utteranceOf(drawnSpeech(clip), index));
    async function* all() {
      yield* utterances;
    }
    const model = await openHere(tinyWhisper());
    const judged: LanguageChances[] = [];
    for (const utterance of utterances) judged.push(await model.languages(utterance, never));
    const weights = utterances.map(({ parts }) => Math.sqrt(parts[0]!.samples.length / 16_000));
    const languages: (string | undefined)[] = [];
    for await (const { language } of withLanguages(all(), undefined, model, never)) languages.push(language);
    expect(languages).toEqual(smoothed(judged, weights));
    const stop = new AbortController();
    const asked: number[] = [];
    const listened = {
      languages: (utterance: Utterance, signal: AbortSignal) => {
        if (asked.push(indexOf(utterance)) === 3) stop.abort();
        return model.languages(utterance, signal);
      },
    };
    const interrupted = withLanguages(all(), undefined, listened, stop.signal);
    await expect(interrupted.next()).rejects.toMatchObject({ code: 'interrupted' });
    expect(asked).toEqual([0, 1, 2]);
  });
});
