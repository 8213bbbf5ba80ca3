import { readFileSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { decodeCredibly } from '../../src/adapters/inference/whisper/decode-credibly.ts';
import { type DecodedText, decodeTexts } from '../../src/adapters/inference/whisper/decode-texts.ts';
import { readJsonDocument } from '../../src/adapters/inference/whisper/json-document.ts';
import { listenTo } from '../../src/adapters/inference/whisper/listen-to.ts';
import {
  type DecoderStep,
  openDecoder,
  type WhisperDecoder,
} from '../../src/adapters/inference/whisper/open-decoder.ts';
import { openEncoder } from '../../src/adapters/inference/whisper/open-encoder.ts';
import { readTokenForm } from '../../src/adapters/inference/whisper/read-token-form.ts';
import { readWhisperForm } from '../../src/adapters/inference/whisper/whisper-form.ts';
import { alignTokens } from '../../src/domain/speech/align-tokens.ts';
import { applyTokenRules } from '../../src/domain/speech/apply-token-rules.ts';
import { LOOK_AHEAD } from '../../src/domain/speech/choose-language.ts';
import { chooseToken } from '../../src/domain/speech/choose-token.ts';
import { createLogMel } from '../../src/domain/speech/create-log-mel.ts';
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
  alignment: { heads: number; tokens: number; frames: number; file: string; starts: number[] };
}>('whisper.json');
const never = new AbortController().signal;

describe('the features', () => {
  test("equal transformers' of drawn sounds, in 80 and in 128 bands, from the first frame to the last", () => {
    const values = goldenRows(reference.featuresFile, 1).map(([value]) => value!);
    let at = 0;
    for (const { clip, bands, frames } of reference.features) {
      const ours = createLogMel(bands, 3000)(drawnSpeech(clip));
      const differences = frames.flatMap((frame) =>
        Array.from({ length: bands }, (_, band) => Math.abs(ours[band * 3000 + frame]! - values[at++]!)),
      );
      expect(Math.max(...differences), `${bands} bands of ${clip}`).toBeLessThan(1e-4);
    }
    expect(at).toBe(values.length);
  });

  // The published figures are onnxruntime-extensions': transformers' differ from them by as much (0.0072).
  test('are near the published ones of a real recording', (context) => {
    const sound = readFileSync(sharedData(context, 'media/speech/1272-141231-0002.wav'));
    const published = readFileSync(
      sharedData(context, 'tokenizers/whisper-logmel/whisper.feature_extraction.expected_output.txt'),
      'utf8',
    );
    const rows = published
      .trim()
      .split('\n')
      .map((line) => line.split(',').map(Number));
    const samples = Float32Array.from(
      { length: (sound.length - 44) / 2 },
      (_, i) => sound.readInt16LE(44 + 2 * i) / 32_768,
    );
    const ours = createLogMel(80, 3000)(samples);
    expect(rows).toHaveLength(80);
    const differences = rows.flatMap((row, band) =>
      row.map((value, frame) => Math.abs(ours[band * 3000 + frame]! - value)),
    );
    expect(Math.max(...differences)).toBeLessThan(0.0075);
    expect(differences.filter((difference) => difference > 1e-3).length).toBeLessThan(50);
  });
});

describe('a tiny Whisper with random weights', () => {
  const tiny = (path: string) => golden(`tiny-whisper/${path}`);
  const read = (path: string) => readJsonDocument(tiny(path), path, (message) => new Error(message));
  const form = readWhisperForm(read);
  const tokens = readTokenForm(read('generation_config.json'), form.vocabulary);

  async function open() {
    const encoder = await openEncoder(tiny('onnx/encoder_model.onnx'), 'tiny', form, 1);
    const graph = tiny('onnx/decoder_model_merged.onnx');
    const decoder = await openDecoder(graph, 'tiny', form, tokens.alignmentHeads, 1);
    onTestFinished(async () => {
      await encoder.close();
      await decoder.close();
    });
    return { encoder, decoder };
  }

  const optionsFor = (language: string) => ({
    form: tokens.form,
    prompt: [tokens.languages.get(language)!, tokens.transcribe!],
    maxTokens: reference.maxTokens,
    temperature: 0,
    random: () => 0,
    soundingPositions: 20,
  });

  test("writes the tokens that transformers' greedy generation with times writes", async () => {
    const { encoder, decoder } = await open();
    expect(reference.texts).toHaveLength(5);
    for (const { clip, language, tokens: expected } of reference.texts) {
      const first = await decoder.begin(await encoder.encode([drawnSpeech(clip)]), [form.startToken]);
      const options = optionsFor(language);
      const [text] = await decodeTexts(decoder, first, options, never);
      const closing = text!.tokens.length < reference.maxTokens ? [tokens.form.end] : [];
      expect([form.startToken, ...options.prompt, ...text!.tokens, ...closing]).toEqual(expected);
      expect(text!.focus).toHaveLength(text!.tokens.length + closing.length);
    }
  });

  test("hears the language that transformers' detect_language chooses, as likely as there, and silence too", async () => {
    const { encoder, decoder } = await open();
    const listen = listenTo(encoder, decoder, form, tokens);
    for (const { clip, language, languages, noSpeech } of reference.texts) {
      const samples = drawnSpeech(clip);
      const heard = (await listen({ samples, places: [] }, { from: 0, to: samples.length }))!;
      const chances = heard.languages();
      const [best] = [...chances].sort((a, b) => b[1] - a[1]);
      expect(best![0]).toBe(language);
      reference.languages.forEach((code, index) => {
        expect(chances.get(code)).toBeCloseTo(languages[index]!, 4);
      });
      expect(heard.noSpeech()).toBeCloseTo(noSpeech, 5);
    }
  });

  test('is asked for each window once: for its language first, and for its text when others were listened to', async () => {
    const { encoder, decoder } = await open();
    let [encoded, begun] = [0, 0];
    const counted = {
      encoder: {
        ...encoder,
        encode: (sounds: readonly Float32Array[]) => {
          encoded++;
          return encoder.encode(sounds);
        },
      },
      decoder: {
        ...decoder,
        begin: (...given: Parameters<WhisperDecoder['begin']>) => {
          begun++;
          return decoder.begin(...given);
        },
      },
    };
    const listen = listenTo(counted.encoder, counted.decoder, form, tokens);
    const hear = (clip: DrawnClip, wantedLater: boolean) => {
      const samples = drawnSpeech(clip);
      return listen({ samples, places: [] }, { from: 0, to: samples.length }, { wantedLater });
    };
    const clips = [2, 3, 4, 5, 6, 7, 8].map((seed): DrawnClip => [seed, 97, 8191, 61, 3100]);
    expect(clips).toHaveLength(LOOK_AHEAD + 1);
    const languages = [];
    for (const clip of clips) languages.push((await hear(clip, true))!.languages());
    expect(encoded).toBe(clips.length);
    for (const [index, clip] of clips.entries()) {
      // What a text needs beside its first window is heard in between, and keeps nothing else out.
      await hear([9, 31 + index, 8191, 61, 3100], false);
      expect((await hear(clip, false))!.languages()).toEqual(languages[index]);
    }
    expect(encoded).toBe(2 * clips.length);
    // One utterance after the other, as short videos have them: the decoder's first step is made once too.
    [encoded, begun] = [0, 0];
    for (const clip of clips) {
      await hear(clip, true);
      await hear(clip, false);
    }
    expect([encoded, begun]).toEqual([clips.length, clips.length]);
  });

  test('several sounds at once give each the tokens that it has alone, the shorter text ending first', async () => {
    const { encoder, decoder } = await open();
    const chosen = [reference.texts[4]!, reference.texts[0]!, reference.texts[3]!];
    const options = optionsFor('ru');
    const alone: DecodedText[] = [];
    for (const { clip } of chosen) {
      const first = await decoder.begin(await encoder.encode([drawnSpeech(clip)]), [form.startToken]);
      alone.push(...(await decodeTexts(decoder, first, options, never)));
    }
    const states = await encoder.encode(chosen.map(({ clip }) => drawnSpeech(clip)));
    const first = await decoder.begin(
      states,
      chosen.map(() => form.startToken),
    );
    const together = await decodeTexts(decoder, first, options, never);
    expect(together.map((text) => text.tokens)).toEqual(alone.map((text) => text.tokens));
    expect(new Set(alone.map((text) => text.tokens.length)).size).toBeGreaterThan(1);
    together.forEach(({ averageLogProbability }, row) => {
      expect(averageLogProbability).toBeCloseTo(alone[row]!.averageLogProbability, 4);
    });
  });

  test('a text can be gone on from its first step again: nothing of that is written over', async () => {
    const { encoder, decoder } = await open();
    const { clip } = reference.texts[2]!;
    const first = await decoder.begin(await encoder.encode([drawnSpeech(clip)]), [form.startToken]);
    const scores = [...first.scores[0]!];
    // Without a prompt it is the first step's own scores that are ruled over.
    for (const prompt of [[], optionsFor('pt').prompt]) {
      const options = { ...optionsFor('pt'), prompt };
      const [once] = await decodeTexts(decoder, first, options, never);
      const [again] = await decodeTexts(decoder, first, options, never);
      expect(again).toEqual(once);
    }
    expect([...first.scores[0]!]).toEqual(scores);
  });

  test('writing stops between two tokens when asked to', async () => {
    const { encoder, decoder } = await open();
    const first = await decoder.begin(await encoder.encode([drawnSpeech(reference.texts[1]!.clip)]), [
      form.startToken,
    ]);
    const controller = new AbortController();
    let asked = 0;
    const random = () => {
      if (++asked === 3) controller.abort();
      return 0.5;
    };
    const options = { ...optionsFor('pt'), temperature: 1, random };
    const written = decodeTexts(decoder, first, options, controller.signal);
    await expect(written).rejects.toMatchObject({ code: 'interrupted' });
    expect(asked).toBe(3);
  });

  /** The logarithmic probabilities of a text's tokens after a prompt, each looked up as the text goes on. */
  async function replay(decoder: WhisperDecoder, first: DecoderStep, all: readonly number[], prompt: number) {
    const found: number[] = [];
    let step = first;
    for (const [at, token] of all.entries()) {
      if (at >= prompt) {
        const scores = step.scores[0]!.slice();
        applyTokenRules(scores, all.slice(prompt, at), tokens.form);
        const best = chooseToken(scores, 0, () => 0);
        found.push(scores[token]! - scores[best.token]! + best.logProbability);
      }
      step = await decoder.next(step, [token]);
    }
    return found;
  }

  test('where two tokens are nearly as likely, the text that is likelier a few tokens on is kept', async () => {
    const { encoder, decoder } = await open();
    let better = 0;
    for (const { clip, language } of reference.texts) {
      const first = await decoder.begin(await encoder.encode([drawnSpeech(clip)]), [form.startToken]);
      // As far as the first fork is followed, and not beyond: later forks may lead anywhere.
      const options = { ...optionsFor(language), maxTokens: 12 };
      const [greedy] = await decodeTexts(decoder, first, options, never);
      const [exact] = await decodeTexts(decoder, first, { ...options, near: 1e-9 }, never);
      expect(exact).toEqual(greedy);
      const [weighed] = await decodeTexts(decoder, first, { ...options, near: 2 }, never);
      // The same as if that text had been written without looking anywhere else, over many forks.
      const [long] = await decodeTexts(decoder, first, { ...options, maxTokens: 40, near: 5 }, never);
      const all = [...options.prompt, ...long!.tokens];
      const replayed = await replay(decoder, first, all, options.prompt.length);
      long!.logProbabilities.forEach((value, at) => {
        expect(value).toBeCloseTo(replayed[at]!, 4);
      });
      const parted = weighed!.tokens.findIndex((token, at) => token !== greedy!.tokens[at]);
      if (parted === -1) continue;
      better++;
      // The other way is less likely at first, and each token's probability is that of the way it stands in.
      expect(weighed!.logProbabilities[parted]).toBeLessThan(greedy!.logProbabilities[parted]!);
      expect(weighed!.logProbabilities[parted]).toBeGreaterThan(greedy!.logProbabilities[parted]! - 2);
      const sumOf = (values: readonly number[]) =>
        values.slice(parted, parted + 7).reduce((a, b) => a + b, 0);
      expect(sumOf(weighed!.logProbabilities)).toBeGreaterThan(sumOf(greedy!.logProbabilities));
      expect(weighed!.focus.length).toBeGreaterThanOrEqual(weighed!.tokens.length);
    }
    expect(better).toBeGreaterThan(0);
  });

  describe('a text that can not be believed', () => {
    async function attempts(noSpeech: number, textOf?: () => string) {
      const { encoder, decoder } = await open();
      const first = await decoder.begin(await encoder.encode([drawnSpeech(reference.texts[1]!.clip)]), [
        form.startToken,
      ]);
      const tried: string[] = [];
      const options = {
        ...optionsFor('pt'),
        maxTokens: 130,
        noSpeech,
        textOf: (some: readonly number[]) => {
          tried.push(some.join(' '));
          return textOf?.() ?? '';
        },
      };
      expect(await decodeCredibly(decoder, first, options, never)).toBeUndefined();
      return tried;
    }

    test('is tried at six temperatures, each by a chance that is the same again', async () => {
      const tried = await attempts(0);
      expect(new Set(tried).size).toBeGreaterThanOrEqual(6);
      expect(await attempts(0)).toEqual(tried);
    });

    test('is silence at once where the model holds that likely', async () => {
      const whole = (await attempts(0.7)).filter((tokens) => tokens.split(' ').length % 64 !== 0);
      expect(whole).toHaveLength(1);
    });

    test('is not written to its end where it goes in circles', async () => {
      const tried = await attempts(0, () => 'ha ha '.repeat(40));
      const lengths = tried.map((tokens) => tokens.split(' ').length);
      expect(Math.max(...lengths)).toBeLessThanOrEqual(64);
    });
  });
});

test('tokens are aligned with sound as OpenAI does it', () => {
  const { heads, tokens, frames, file, starts } = reference.alignment;
  const rows = goldenRows(file, frames);
  const focus = Array.from({ length: tokens }, (_, token) =>
    Array.from({ length: heads }, (_, head) => rows[head * tokens + token]!),
  );
  expect(alignTokens(focus)).toEqual(starts);
});
