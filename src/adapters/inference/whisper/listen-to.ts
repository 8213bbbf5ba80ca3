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

/** Samples that never get louder than this are silence: −80 dB. */
const SILENT = 1e-4;
/** Samples to one position of the encoder. */
const SAMPLES_PER_POSITION = 320;

/**
 * Has a model listen to windows of tapes. The last window is kept: who asks for its language first and then has it
 * written down pays for it once.
 *
 * @returns gives undefined for silence
 */
export function listenTo(
  encoder: WhisperEncoder,
  decoder: WhisperDecoder,
  form: WhisperForm,
  { form: { noSpeech }, languages }: WhisperTokens,
): (tape: Tape, window: Window) => Promise<HeardWindow | undefined> {
  let last: { sound: Float32Array; heard: HeardWindow } | undefined;
  return async (tape, window) => {
    const sound = tape.samples.subarray(window.from, window.to);
    if (sound.every((sample) => Math.abs(sample) < SILENT)) return undefined;
    if (last !== undefined && isSame(last.sound, sound)) return last.heard;
    last = undefined;
    const states = await encoder.encode([sound]);
    const first = await decoder.begin(states, [form.startToken]);
    const scores = first.scores[0]!;
    const heard = {
      first,
      soundingPositions: Math.min(form.positions, Math.ceil(sound.length / SAMPLES_PER_POSITION)),
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
    last = { sound, heard };
    return heard;
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
