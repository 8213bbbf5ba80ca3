import { readFileSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { decodeTexts } from '../../src/adapters/inference/whisper/decode-texts.ts';
import { readJsonDocument } from '../../src/adapters/inference/whisper/json-document.ts';
import { openDecoder } from '../../src/adapters/inference/whisper/open-decoder.ts';
import { openEncoder } from '../../src/adapters/inference/whisper/open-encoder.ts';
import { readTokenForm } from '../../src/adapters/inference/whisper/read-token-form.ts';
import { readWhisperForm } from '../../src/adapters/inference/whisper/whisper-form.ts';
import { createLogMel } from '../../src/domain/speech/log-mel.ts';
import { type DrawnClip, drawnSpeech } from '../support/drawn-speech.ts';
import { golden, goldenJson, goldenRows } from '../support/golden.ts';
import { sharedData } from '../support/shared-data.ts';

interface GoldenText {
  readonly clip: DrawnClip;
  readonly language: string;
  readonly languages: readonly number[];
  readonly noSpeech: number;
  readonly tokens: readonly number[];
}

const reference = goldenJson<{
  languages: string[];
  maxTokens: number;
  features: { clip: DrawnClip; bands: number; frames: number[] }[];
  featuresFile: string;
  texts: GoldenText[];
}>('whisper.json');
const never = new AbortController().signal;
const tiny = (path: string) => golden(`tiny-whisper/${path}`);
const read = (path: string) => readJsonDocument(tiny(path), path, (message) => new Error(message));
const form = readWhisperForm(read);
const tokens = readTokenForm(read('generation_config.json'), form.vocabulary);

describe('the features', () => {
  test("equal transformers' of drawn sounds, in 80 and in 128 bands, from the first frame to the last", () => {
    const values = goldenRows(reference.featuresFile, 1).map(([value]) => value!);
    let at = 0;
    for (const { clip, bands, frames } of reference.features) {
      const ours = createLogMel(bands, 3000)(drawnSpeech(clip));
      const differences = frames.flatMap((frame) =>
        Array.from({ length: bands }, (_, band) => Math.abs(ours[band * 3000 + frame]! - values[at++]!)),
      );
      expect(Math.max(...differences), `${bands} bands of ${clip}`).toBeLessThan(1e-3);
    }
    expect(at).toBe(values.length);
  });

  test('equal the published ones of a real recording', (context) => {
    const sound = readFileSync(sharedData(context, 'media/speech/1272-141231-0002.wav'));
    const published = readFileSync(
      sharedData(context, 'tokenizers/whisper-logmel/whisper.feature_extraction.expected_output.txt'),
      'utf8',
    );
    const samples = Float32Array.from(
      { length: (sound.length - 44) / 2 },
      (_, i) => sound.readInt16LE(44 + 2 * i) / 32_768,
    );
    console.log(published.trim().split('\n').length, samples.length);
    const ours = createLogMel(80, 3000)(samples);
    console.log([...ours.slice(0, 10)]);
  });
});

describe('a tiny Whisper with random weights', () => {
  async function open() {
    const [encoder, decoder] = await Promise.all([
      openEncoder(tiny('onnx/encoder_model.onnx'), 'tiny', form, 1),
      openDecoder(tiny('onnx/decoder_model_merged.onnx'), 'tiny', form, tokens.alignmentHeads, 1),
    ]);
    onTestFinished(async () => {
      await encoder.close();
      await decoder.close();
    });
    return { encoder, decoder };
  }

  test("writes the tokens that transformers' greedy generation with times writes", async () => {
    const { encoder, decoder } = await open();
    for (const { clip, language, tokens: expected } of reference.texts) {
      const states = await encoder.encode([drawnSpeech(clip)]);
      const first = await decoder.begin(states, [form.startToken]);
      const prompt = [tokens.languages.get(language)!, tokens.transcribe!];
      const [text] = await decodeTexts(
        decoder,
        first,
        {
          form: tokens.form,
          prompt,
          maxTokens: reference.maxTokens,
          temperature: 0,
          random: () => 0,
          soundingPositions: 10,
        },
        never,
      );
      const closing = text!.tokens.length < reference.maxTokens ? [tokens.form.end] : [];
      expect([form.startToken, ...prompt, ...text!.tokens, ...closing]).toEqual(expected);
    }
  });
});
