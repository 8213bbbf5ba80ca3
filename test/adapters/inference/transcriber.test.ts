import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openTranscriberInProcess } from '../../../src/adapters/inference/whisper/open-transcriber-in-process.ts';
import type { TranscriberModel } from '../../../src/adapters/inference/whisper/transcriber-protocol.ts';
import { builtModules } from '../../support/built-modules.ts';
import { type DrawnClip, drawnSpeech } from '../../support/drawn-speech.ts';
import { golden, goldenJson } from '../../support/golden.ts';
import { sharedData } from '../../support/shared-data.ts';
import { openHere, realWhisper, soundOf, tinyWhisper, utteranceOf } from '../../support/whisper-rig.ts';

const never = new AbortController().signal;
const CLIP: DrawnClip = [5, 97, 8191, 61, 3100];
const built = builtModules('src/adapters/inference/whisper/transcriber-process.ts');

async function openApart(model: TranscriberModel, program?: string) {
  const options = {
    model,
    env: process.env,
    program: program ?? fileURLToPath(new URL('transcriber-process.js', built)),
  };
  const transcriber = await openTranscriberInProcess(options, never);
  onTestFinished(() => transcriber.close());
  return transcriber;
}

describe('a model with random weights', () => {
  test('is heard to write nothing that it does not believe itself, and tells its languages', async () => {
    const transcriber = await openHere(tinyWhisper());
    const chances = await transcriber.languages(utteranceOf(drawnSpeech(CLIP)), never);
    expect([...chances.keys()]).toContain('ko');
    expect([...chances.values()].reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 6);
    expect((await transcriber.transcribe(utteranceOf(drawnSpeech(CLIP)), 'ko', never)).segments).toEqual([]);
    expect(transcriber.busyMilliseconds()).toBeGreaterThan(0);
  });

  test('refuses a language that it does not know', async () => {
    const transcriber = await openHere(tinyWhisper());
    const heard = transcriber.transcribe(utteranceOf(drawnSpeech(CLIP)), 'xx', never);
    await expect(heard).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining('xx') });
  });

  test('hears nothing in silence and in no sound at all, without asking the model', async () => {
    const transcriber = await openHere(tinyWhisper());
    for (const samples of [new Float32Array(0), new Float32Array(80_000)]) {
      expect(await transcriber.transcribe(utteranceOf(samples), undefined, never)).toEqual({ segments: [] });
      expect((await transcriber.languages(utteranceOf(samples), never)).size).toBe(0);
    }
    expect(transcriber.busyMilliseconds()).toBe(0);
  });

  test.each(['config.json', 'generation_config.json', 'tokenizer.json', 'onnx/encoder_model.onnx'])(
    'with %s of something else is refused as damaged',
    async (path) => {
      const model = tinyWhisper();
      const damaged = { ...model, paths: { ...model.paths, [path]: golden('strings.json') } };
      await expect(openHere(damaged)).rejects.toMatchObject({ code: 'model-damaged' });
    },
  );

  test('stops between two tokens when asked to', async () => {
    const transcriber = await openHere(tinyWhisper());
    const controller = new AbortController();
    const started = transcriber.transcribe(utteranceOf(drawnSpeech(CLIP)), 'ko', controller.signal);
    await transcriber.languages(utteranceOf(drawnSpeech(CLIP)), never);
    controller.abort();
    await expect(started).rejects.toMatchObject({ code: 'interrupted' });
  });
});

describe('in a process of its own', () => {
  test('a model tells the same languages as here', async () => {
    const utterance = utteranceOf(drawnSpeech(CLIP), 7);
    const [here, apart] = [await openHere(tinyWhisper()), await openApart(tinyWhisper())];
    expect(await apart.languages(utterance, never)).toEqual(await here.languages(utterance, never));
    expect(await apart.transcribe(utterance, 'ko', never)).toEqual({ segments: [] });
    expect(apart.busyMilliseconds()).toBeGreaterThan(0);
  });

  test('errors come with their code and hint', async () => {
    const model = tinyWhisper();
    const damaged = { ...model, paths: { ...model.paths, 'config.json': golden('strings.json') } };
    await expect(openApart(damaged)).rejects.toMatchObject({ code: 'model-damaged', hint: /verify/ });
    const apart = await openApart(model);
    const heard = apart.transcribe(utteranceOf(drawnSpeech(CLIP)), 'xx', never);
    await expect(heard).rejects.toMatchObject({ code: 'usage' });
  });

  test('one that is asked to stop ends that utterance and takes the next', async () => {
    const apart = await openApart(tinyWhisper());
    const controller = new AbortController();
    const started = apart.transcribe(utteranceOf(drawnSpeech(CLIP)), 'ko', controller.signal);
    // It has been sent; a fast machine is done with it in a moment.
    controller.abort();
    await expect(started).rejects.toMatchObject({ code: 'interrupted' });
    expect((await apart.languages(utteranceOf(drawnSpeech(CLIP)), never)).size).toBe(10);
  });

  test('a process that dies is told of, and does not leave anybody waiting', async () => {
    await expect(openApart(tinyWhisper(), golden('strings.json'))).rejects.toMatchObject({
      code: 'model-damaged',
      message: expect.stringMatching(/tiny.*crashed/),
    });
  });

  test('closing ends the process, while it works too', async () => {
    const apart = await openApart(tinyWhisper());
    const started = apart.transcribe(utteranceOf(drawnSpeech(CLIP)), 'ko', never);
    const failed = expect(started).rejects.toMatchObject({ code: 'model-damaged' });
    await apart.close();
    await failed;
  });
});

describe('whisper-tiny.en', () => {
  test('writes down real recordings, with the times of sentences and words', async (context) => {
    const transcriber = await openHere(realWhisper(context));
    const samples = soundOf('-i', sharedData(context, 'media/speech/jfk.flac'));
    const { segments } = await transcriber.transcribe(utteranceOf(samples, 100), undefined, never);
    expect(segments.map(({ text }) => text).join(' ')).toBe(
      'And so my fellow Americans ask not what your country can do for you ask what you can do for your country.',
    );
    expect(segments.every(({ language, source }) => language === 'en' && source === 'speech')).toBe(true);
    expect(segments.every(({ confidence }) => confidence! > 0.6 && confidence! <= 1)).toBe(true);
    expect(segments[0]!.start).toBeGreaterThanOrEqual(100e6);
    expect(segments.at(-1)!.end).toBeLessThanOrEqual(111e6);
    for (const { words, start, end, text } of segments) {
      expect(words.map((word) => word.text).join(' ')).toBe(text);
      const times = words.flatMap((word) => [word.start, word.end]);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(words.every((word) => word.end > word.start)).toBe(true);
      expect([times[0]! >= start, times.at(-1)! <= end]).toEqual([true, true]);
    }
  });

  test('gives words the times that faster-whisper gives them, 95 % within 0.3 s', async (context) => {
    const transcriber = await openHere(realWhisper(context));
    const { recordings } = goldenJson<{ recordings: { file: string; words: [string, number, number][] }[] }>(
      'whisper-words.json',
    );
    const differences: number[] = [];
    for (const { file, words: expected } of recordings) {
      const samples = soundOf('-i', sharedData(context, `media/speech/${file}`));
      const { segments } = await transcriber.transcribe(utteranceOf(samples), 'en', never);
      let from = 0;
      for (const word of segments.flatMap(({ words }) => words)) {
        const at = expected.findIndex(([text], index) => index >= from && text === word.text);
        if (at === -1) continue;
        from = at + 1;
        const [, start, end] = expected[at]!;
        differences.push(Math.max(Math.abs(word.start / 1e6 - start), Math.abs(word.end / 1e6 - end)));
      }
    }
    // Two of the 57 words are heard as another.
    expect(differences.length).toBeGreaterThanOrEqual(48);
    const within = differences.filter((difference) => difference <= 0.3).length;
    expect(within / differences.length).toBeGreaterThanOrEqual(0.95);
  });

  test('keeps stretches apart that are heard together, and gives each its own times', async (context) => {
    const transcriber = await openHere(realWhisper(context));
    const jfk = soundOf('-i', sharedData(context, 'media/speech/jfk.flac'));
    const other = soundOf('-i', sharedData(context, 'media/speech/1272-141231-0002.wav'));
    const parts = [
      { start: 50e6, samples: other },
      { start: 600e6, samples: jfk },
      // Longer than a window together: a second one is needed.
      { start: 900e6, samples: other },
    ];
    const { segments } = await transcriber.transcribe({ parts }, undefined, never);
    const inside = parts.map(({ start, samples }) =>
      segments.filter((segment) => segment.start >= start && segment.end <= start + samples.length * 62.5),
    );
    expect(inside.flat()).toEqual(segments);
    const texts = inside.map((some) => some.map(({ text }) => text).join(' '));
    expect(texts[0]).toMatch(/dripping blood.*thinking about/);
    expect(texts[1]).toMatch(/^And so my fellow Americans.*your country\.?$/);
    expect(texts[2]).toMatch(/dripping blood.*thinking about/);
  });

  test('hears nothing in tones, beats and noise', async (context) => {
    const transcriber = await openHere(realWhisper(context));
    const sources = [
      'sine=440:d=5',
      'sine=60:d=1',
      'anoisesrc=d=2:c=white:a=0.01:seed=1',
      'anoisesrc=d=5:c=pink:a=0.3:seed=2',
      'anoisesrc=d=12:c=brown:a=0.8:seed=3',
      'aevalsrc=0.5*sin(2*PI*50*t)*lt(mod(t\\,0.5)\\,0.1):d=8',
    ];
    for (const source of sources) {
      const samples = soundOf('-f', 'lavfi', '-i', source);
      expect(await transcriber.transcribe(utteranceOf(samples), undefined, never), source).toEqual({
        segments: [],
      });
    }
  });

  test('gives its memory back when it is closed', async (context) => {
    if (!existsSync('/proc/self/status')) context.skip('memory is read from /proc');
    const samples = soundOf('-i', sharedData(context, 'media/speech/jfk.flac'));
    const before = process.memoryUsage.rss();
    const apart = await openApart(realWhisper(context));
    expect((await apart.transcribe(utteranceOf(samples), 'en', never)).segments.length).toBeGreaterThan(0);
    await apart.close();
    expect(process.memoryUsage.rss() - before).toBeLessThan(100e6);
  });
});
