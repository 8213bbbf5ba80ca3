import { createAudioDecoder } from '../../src/adapters/ffmpeg/create-audio-decoder.ts';
import { ffmpeg, tools } from './media.ts';

/** Where the beeps of `beeps` are loudest, seconds. */
export const BEEPS = [0.72, 1.92, 3.4];

/** ffmpeg's input of short beeps at known times, with silence between. */
export function beeps(
  times: readonly number[] = BEEPS,
  { seconds = 4, rate = 44_100, amplitude = 0.5 } = {},
): string[] {
  const one = (time: number) => `exp(-(t-${time})*(t-${time})/0.0001)`;
  const expression = `${amplitude}*sin(2*PI*1000*t)*(${times.map(one).join('+')})`;
  return ['-f', 'lavfi', '-i', `aevalsrc=${expression}:s=${rate}:d=${seconds}`];
}

/** ffmpeg's input of a black picture that is white for a frame, of 25 a second, at the given times. */
export function flashes(times: readonly number[], seconds = 4): string[] {
  const white = times.map((time) => `between(t,${time - 0.01},${time + 0.03})`).join('+');
  return [
    '-f',
    'lavfi',
    '-i',
    `color=black:size=64x48:rate=25:duration=${seconds},drawbox=color=white:t=fill:enable='${white}'`,
  ];
}

/** A whole audio stream, and what was said against it. */
export interface DecodedSound {
  /** Of the first sample, seconds. */
  readonly start: number;
  readonly samples: Float32Array;
  /** Samples that the file lacks. */
  readonly missing: number;
  readonly complaints: readonly string[];
}

/** Decodes a whole stream and makes sure that its pieces follow each other. */
export async function soundOf(path: string, stream = 0, ffmpegPath = tools.ffmpeg): Promise<DecodedSound> {
  const decoder = createAudioDecoder({ ffmpeg: ffmpegPath, ffprobe: undefined });
  const pieces: Float32Array[] = [];
  const complaints: string[] = [];
  let start: number | undefined;
  let count = 0;
  let missing = 0;
  const { signal } = new AbortController();
  for await (const sound of decoder.decode(path, stream, signal, (text) => complaints.push(text))) {
    start ??= sound.start;
    const due = start + count * 62.5;
    if (Math.abs(sound.start - due) > 1)
      throw new Error(`a piece begins at ${sound.start} instead of ${due}`);
    if (sound.samples.length > 16_000) throw new Error('a piece is longer than a second');
    pieces.push(sound.samples);
    count += sound.samples.length;
    missing += sound.missing ?? 0;
  }
  const samples = new Float32Array(count);
  let at = 0;
  for (const piece of pieces) {
    samples.set(piece, at);
    at += piece.length;
  }
  return { start: start! / 1e6, samples, missing, complaints };
}

/** When the beeps of a sound are loudest, seconds: the centres of what is loud in it. */
export function beepTimes({ start, samples }: Pick<DecodedSound, 'start' | 'samples'>): number[] {
  const loud = 0.1 * peakOf(samples);
  const times: number[] = [];
  for (let at = 0; at < samples.length; at++) {
    if (Math.abs(samples[at]!) < loud) continue;
    // 100 ms from the first that is loud: the beep is over by then.
    let [weight, moment] = [0, 0];
    const end = Math.min(samples.length, at + 1600);
    for (; at < end; at++) {
      const power = samples[at]! ** 2;
      weight += power;
      moment += power * at;
    }
    times.push(start + moment / weight / 16_000);
  }
  return times;
}

export function peakOf(samples: Float32Array): number {
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  return peak;
}

/** Makes a file of sound alone: ffmpeg's input, a filter or `anull`, and the options of the output. */
export function makeSound(
  path: string,
  input: readonly string[],
  filter = 'anull',
  ...options: string[]
): void {
  ffmpeg(...input, '-filter_complex', `[0:a]${filter}`, ...options, path);
}
