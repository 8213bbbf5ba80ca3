import type { Tensor } from 'onnxruntime-node';
import { LOOK_AHEAD } from '../../../domain/speech/choose-language.ts';
import type { Tape, Window } from '../../../domain/speech/tape.ts';
import type { DecoderStep, WhisperDecoder } from './open-decoder.ts';
import type { WhisperEncoder } from './open-encoder.ts';
import type { WhisperTokens } from './read-token-form.ts';
import type { WhisperForm } from './whisper-form.ts';

/** A window as the model has heard it, before anything is written. */
export interface HeardWindow {
  /** After `<|startoftranscript|>`. */
  readonly first: DecoderStep;
  /** Encoder positions that hold sound. */
  readonly soundingPositions: number;
  /** How likely the model holds it that nobody speaks, 0–1. */
  noSpeech(): number;
  /** How likely each language is, among those that the model knows; empty where it knows one alone. */
  languages(): ReadonlyMap<string, number>;
}

export interface ListenOptions {
  /** The same window will be asked for again. */
  readonly wantedLater?: boolean;
}

/** Samples that never get louder than this are silence: −80 dB. */
const SILENT = 1e-4;
/** Samples to one position of the encoder. */
const SAMPLES_PER_POSITION = 320;

/** What was heard of a sound that is to be written down later. */
interface Kept {
  readonly sound: Float32Array;
  readonly states: Tensor;
  /** Undefined once another window was heard. */
  heard: HeardWindow | undefined;
}

/**
 * Windows that are kept. Each costs its sound, 2 MB at most, and the encoder's states: 1500 positions of 512 floats (base,
 * 3 MB), 768 (small, 5 MB) or 1280 (large, 8 MB); all together 69 MB at most. The decoder's first step is kept for the last
 * one alone, as its memory of the sound takes 37 MB (base) to 491 MB (large). It is made again: 11 ms, beside the 205 ms of
 * the encoder (whisper-tiny.en in 8 bits, 30 s, two cores).
 */
const MOST_KEPT = LOOK_AHEAD + 1;

/**
 * Has a model listen to windows of tapes. Of the last windows that are said to be wanted later the encoder's work is kept:
 * who asks for their languages first and then has them written down pays for it once.
 *
 * @returns gives undefined for silence
 */
export function listenTo(
  encoder: WhisperEncoder,
  decoder: WhisperDecoder,
  form: WhisperForm,
  tokens: WhisperTokens,
): (tape: Tape, window: Window, options?: ListenOptions) => Promise<HeardWindow | undefined> {
  const kept: Kept[] = [];
  return async (tape, window, { wantedLater = false } = {}) => {
    const sound = tape.samples.subarray(window.from, window.to);
    if (sound.every((sample) => Math.abs(sample) < SILENT)) return undefined;
    const at = kept.findIndex((each) => isSame(each.sound, sound));
    const known = at === -1 ? undefined : kept.splice(at, 1)[0]!;
    const states = known?.states ?? (await encoder.encode([sound]));
    for (const each of kept) each.heard = undefined;
    const heard =
      known?.heard ?? toHeard(await decoder.begin(states, [form.startToken]), sound.length, form, tokens);
    if (wantedLater) {
      kept.push({ sound, states, heard });
      if (kept.length > MOST_KEPT) kept.shift();
    }
    return heard;
  };
}

function toHeard(
  first: DecoderStep,
  samples: number,
  { positions }: WhisperForm,
  { form: { noSpeech }, languages }: WhisperTokens,
): HeardWindow {
  const scores = first.scores[0]!;
  return {
    first,
    soundingPositions: Math.min(positions, Math.ceil(samples / SAMPLES_PER_POSITION)),
    noSpeech: () => softmaxAt(scores, [noSpeech], scores)[0]!,
    languages: () => {
      const ids = [...languages.values()];
      const chances = softmaxAt(
        scores,
        ids,
        ids.map((id) => scores[id]!),
      );
      return new Map([...languages.keys()].map((code, index) => [code, chances[index]!]));
    },
  };
}

function isSame(one: Float32Array, other: Float32Array): boolean {
  return one.length === other.length && one.every((sample, index) => sample === other[index]);
}

/** The probabilities of some among many, by their scores. */
function softmaxAt(scores: ArrayLike<number>, wanted: readonly number[], among: ArrayLike<number>): number[] {
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < among.length; i++) if (among[i]! > most) most = among[i]!;
  let sum = 0;
  for (let i = 0; i < among.length; i++) sum += Math.exp(among[i]! - most);
  return wanted.map((id) => Math.exp(scores[id]! - most) / sum);
}
