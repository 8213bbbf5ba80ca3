import { execFileSync } from 'node:child_process';
import { onTestFinished, type TestContext } from 'vitest';
import { openTranscriber } from '../../src/adapters/inference/whisper/open-transcriber.ts';
import type { TranscriberModel } from '../../src/adapters/inference/whisper/transcriber-protocol.ts';
import type { SpeechConfig } from '../../src/domain/manifest/schema.ts';
import type { Transcriber, Utterance } from '../../src/domain/ports/speech.ts';
import { golden } from './golden.ts';
import { tools } from './media.ts';
import { sharedData } from './shared-data.ts';

const FILES = ['config.json', 'generation_config.json', 'preprocessor_config.json', 'tokenizer.json'];

function configOf(suffix: string, languages: string[]): SpeechConfig {
  return {
    encoder: `onnx/encoder_model${suffix}.onnx`,
    decoder: `onnx/decoder_model_merged${suffix}.onnx`,
    wordTimes: true,
    sampleRate: 16_000,
    windowSeconds: 30,
    quantization: suffix === '' ? 'none' : 'dynamic',
    languages,
  };
}

function modelOf(name: string, config: SpeechConfig, pathOf: (path: string) => string): TranscriberModel {
  const paths = [...FILES, config.encoder, config.decoder].map((path) => [path, pathOf(path)]);
  return { name, config, paths: Object.fromEntries(paths), threads: 2 };
}

/** The golden model with random weights (tools/golden/tiny_whisper.py). */
export function tinyWhisper(): TranscriberModel {
  return modelOf('tiny', configOf('', ['*']), (path) => golden(`tiny-whisper/${path}`));
}

/** The real whisper-tiny.en, where it is at hand. */
export function realWhisper(context: TestContext): TranscriberModel {
  return modelOf('whisper-tiny.en', configOf('_quantized', ['en']), (path) =>
    sharedData(context, `models/whisper-tiny.en/${path}`),
  );
}

/** Opens a model in this process until the test ends. */
export async function openHere({ paths, ...model }: TranscriberModel): Promise<Transcriber> {
  const transcriber = await openTranscriber({ ...model, pathOf: (path) => paths[path]! });
  onTestFinished(() => transcriber.close());
  return transcriber;
}

/** The sound of a file, or of what ffmpeg's lavfi makes: 16 kHz, one channel. */
export function soundOf(...input: string[]): Float32Array {
  const args = ['-v', 'error', '-nostdin', ...input, '-ac', '1', '-ar', '16000', '-f', 'f32le', '-'];
  const bytes = execFileSync(tools.ffmpeg, args, { maxBuffer: 1024 ** 3 });
  return new Float32Array(new Uint8Array(bytes).buffer);
}

/** One stretch that begins at a second of the video. */
export function utteranceOf(samples: Float32Array, second = 0): Utterance {
  return { parts: [{ start: second * 1e6, samples }] };
}
