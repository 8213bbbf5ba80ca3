import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, type TestContext } from 'vitest';
import { createAudioDecoder } from '../../../src/adapters/ffmpeg/create-audio-decoder.ts';
import { utterancesOf } from '../../../src/app/stages/utterances-of.ts';
import type { Utterance } from '../../../src/domain/ports/speech.ts';
import { ffmpeg, H264, makeVideo, tools } from '../../support/media.ts';
import { processesWith } from '../../support/processes-with.ts';
import { sharedData } from '../../support/shared-data.ts';
import { openSilero } from '../../support/silero.ts';
import { folderOfSuite } from '../../support/suite-folder.ts';

const never = new AbortController().signal;
const folder = folderOfSuite();

/** What is heard in a file, by the real Silero. */
async function listen(context: TestContext, path: string, signal = never) {
  const silero = await openSilero(context);
  let windows = 0;
  const detector = {
    ...silero,
    async probabilities(samples: Float32Array) {
      const found = await silero.probabilities(samples);
      windows += found.length;
      return found;
    },
  };
  const sources = { decoder: createAudioDecoder(tools), detector };
  const utterances: Utterance[] = [];
  const heard: number[] = [];
  const speech: [number, number][] = [];
  const complaints: string[] = [];
  let missing = 0;
  const listener = {
    onHeard: (time: number) => heard.push(time / 1e6),
    onSpeech: (start: number, end: number) => speech.push([start / 1e6, end / 1e6]),
    onMissing: (length: number) => {
      missing += length / 1e6;
    },
    onComplaint: (complaint: string) => complaints.push(complaint),
  };
  for await (const utterance of utterancesOf(path, 0, sources, listener, signal)) utterances.push(utterance);
  return { utterances, heard, speech, complaints, windows, missing };
}

/** The sentences of the shared test data with their lengths, and as ffmpeg's inputs 0 and 1. */
const JFK = 11;
const TRIBUNE = 13.3;
function sentences(context: TestContext): string[] {
  return ['jfk.flac', '1272-141231-0002.wav'].flatMap((clip) => [
    '-i',
    sharedData(context, `media/speech/${clip}`),
  ]);
}

/** When the sentences begin, and how long all is. Seconds. */
const NEAR = { first: 2, second: 18, length: 33 };
const FAR = { first: 5, second: 50, length: 65 };

/** A file in which both are said, filtered and coded as asked, with faint noise behind. */
function speak(
  context: TestContext,
  name: string,
  filter = 'anull',
  coding: string[] = [],
  when = NEAR,
): string {
  const path = join(folder, name);
  const form = 'aresample=48000,aformat=channel_layouts=mono';
  const graph = [
    `[0]${form},adelay=${when.first * 1000}[a]`,
    `[1]${form},adelay=${when.second * 1000}[b]`,
    `anoisesrc=amplitude=0.0005:sample_rate=48000:duration=${when.length}:seed=1[n]`,
    `[a][b][n]amix=inputs=3:normalize=0:duration=longest,atrim=end=${when.length},${filter}[out]`,
  ];
  ffmpeg(...sentences(context), '-filter_complex', graph.join(';'), '-map', '[out]', ...coding, path);
  return path;
}

/** Whether sentences were heard where they are and nothing elsewhere. */
function expectBoth(
  speech: readonly (readonly [number, number])[],
  when: { first: number; second: number } = NEAR,
): void {
  const within = (from: number, length: number) =>
    speech.filter(([start, end]) => start > from - 0.6 && end < from + length + 0.6);
  const [first, second] = [within(when.first, JFK), within(when.second, TRIBUNE)];
  expect(first.length + second.length, JSON.stringify(speech)).toBe(speech.length);
  for (const [found, from, length] of [
    [first, when.first, JFK],
    [second, when.second, TRIBUNE],
  ] as const) {
    expect(found.length, JSON.stringify(speech)).toBeGreaterThan(0);
    expect(found[0]![0]).toBeLessThan(from + 1);
    expect(found.at(-1)![1]).toBeGreaterThan(from + length - 1.5);
  }
}

describe('what is said', () => {
  it('is found where it is said, in utterances with exact samples', async (context) => {
    const { utterances, speech, heard, windows } = await listen(
      context,
      speak(context, 'plain.wav', 'anull', [], FAR),
    );
    expectBoth(speech, FAR);
    const parts = utterances.flatMap((utterance) => utterance.parts);
    expect(parts.map(({ start, samples }) => [start / 1e6, start / 1e6 + samples.length / 16_000])).toEqual(
      speech,
    );
    expect(utterances, 'they lie too far apart for one').toHaveLength(2);
    expect(heard).toEqual([...heard].sort((a, b) => a - b));
    expect(windows, 'the last reaches beyond the end').toBe(Math.ceil((FAR.length * 16_000) / 512));
    expect(heard.at(-1)).toBe(FAR.length);
    expect(heard).toHaveLength(FAR.length);
  });

  it.for<[string, string, string[]]>([
    ['stereo-dead.wav', 'pan=stereo|FL=0*c0|FR=c0', []],
    ['opposite.flac', 'pan=stereo|FL=c0|FR=-1*c0', []],
    ['8k.wav', 'aresample=8000', []],
    ['96k.flac', 'aresample=96000', []],
    ['surround.wav', 'pan=7.1|FC=c0', []],
    ['sound.mp3', 'anull', ['-b:a', '48k']],
    ['sound.m4a', 'anull', ['-c:a', 'aac', '-b:a', '64k']],
    ['sound.opus', 'anull', ['-c:a', 'libopus', '-b:a', '24k']],
  ])('is found in %s', async ([name, filter, coding], context) => {
    expectBoth((await listen(context, speak(context, name, filter, coding))).speech);
  });

  it('is found at its time where the sound begins later than the picture and has a hole', async (context) => {
    const sound = speak(context, 'for-video.wav');
    const path = join(folder, 'hole.mkv');
    const picture = ['-f', 'lavfi', '-i', 'color=black:size=32x32:rate=1:duration=40'];
    const hole = "aselect='not(between(t,14,17))'";
    ffmpeg(...picture, '-itsoffset', '5', '-i', sound, '-af', hole, ...H264, '-c:a', 'pcm_s16le', path);
    const { speech, missing } = await listen(context, path);
    expectBoth(speech, { first: 7, second: 23 });
    expect(Math.abs(missing - 3), 'the hole').toBeLessThan(0.1);
  });

  it('is found before and after a stretch that can’t be read', async (context) => {
    const path = speak(context, 'to-mangle.flac', 'anull', [], FAR);
    const bytes = readFileSync(path);
    // Between the sentences: noise alone takes less room, but has most of the time.
    const from = Math.floor(bytes.length * 0.45);
    writeFileSync(path, bytes.fill(0x55, from, from + 20_000));
    const { speech, complaints } = await listen(context, path);
    expect(complaints).not.toEqual([]);
    expectBoth(speech, FAR);
  });
});

describe('nothing is said', () => {
  const chords = [220, 277.2, 329.6, 440].map(
    (pitch, voice) => `sin(2*PI*${pitch}*(1+floor(mod(t,8)/2)*0.122)*t+${voice})`,
  );
  const drums = 'exp(-12*mod(t,0.5))*(random(0)-0.5)+exp(-8*mod(t+0.25,1))*sin(2*PI*60*t)';
  it.for([
    ['silence', 'anullsrc=r=44100', 120],
    ['white noise', 'anoisesrc=color=white:amplitude=0.3:seed=1', 30],
    ['pink noise', 'anoisesrc=color=pink:amplitude=0.5:seed=2', 30],
    ['brown noise', 'anoisesrc=color=brown:amplitude=0.5:seed=3', 30],
    ['faint noise', 'anoisesrc=color=white:amplitude=0.001:seed=4', 30],
    ['hum', 'aevalsrc=0.3*sin(2*PI*50*t)+0.1*sin(2*PI*150*t)+0.05*sin(2*PI*250*t)', 30],
    ['chords', `aevalsrc=0.12*(${chords.join('+')})`, 30],
    ['drums', `aevalsrc=0.4*(${drums})`, 30],
    ['chords and drums', `aevalsrc=0.1*(${chords.join('+')})+0.2*(${drums})`, 30],
  ] as const)('in %s', async ([name, source, seconds], context) => {
    const path = join(folder, `${name}.flac`);
    const escaped = source.replace(/,(?=[\d.]+\))/g, '\\,');
    ffmpeg('-f', 'lavfi', '-i', escaped, '-t', String(seconds), path);
    const { utterances, speech, heard } = await listen(context, path);
    expect(speech).toEqual([]);
    expect(utterances).toEqual([]);
    expect(heard.at(-1)).toBe(seconds);
  });
});

it('a video without sound is an error that says so', async (context) => {
  sharedData(context, 'models/silero-vad/silero_vad.onnx');
  const path = join(folder, 'silent.mp4');
  makeVideo(path, { seconds: 1 });
  await expect(listen(context, path)).rejects.toMatchObject({
    code: 'media-unreadable',
    message: expect.stringContaining('no audio stream'),
  });
});

it('listening stops when asked to, and leaves no ffmpeg', async (context) => {
  const path = speak(context, 'to-stop.wav');
  const sources = { decoder: createAudioDecoder(tools), detector: await openSilero(context) };
  const stop = new AbortController();
  const listener = { onHeard: (time: number) => time > 5e6 && stop.abort(130) };
  await expect(async () => {
    for await (const _ of utterancesOf(path, 0, sources, listener, stop.signal)) throw new Error('too late');
  }).rejects.toMatchObject({ code: 'interrupted' });
  expect(processesWith(`file:${path}`)).toEqual([]);
});
