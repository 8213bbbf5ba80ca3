import { throwIfInterrupted } from '../../../domain/errors.ts';
import type { SpeechConfig } from '../../../domain/manifest/schema.ts';
import type { Sound, Transcriber, Utterance } from '../../../domain/ports/speech.ts';
import { dropRepeats } from '../../../domain/speech/drop-repeats.ts';
import { placeTexts } from '../../../domain/speech/place-texts.ts';
import { SAMPLE_RATE } from '../../../domain/speech/sampling.ts';
import type { Segment } from '../../../domain/speech/segment.ts';
import { layOut, windowFrom } from '../../../domain/speech/tape.ts';
import { unheardParts } from '../../../domain/speech/unheard-parts.ts';
import { readJsonDocument } from './json-document.ts';
import { listenTo } from './listen-to.ts';
import { openDecoder } from './open-decoder.ts';
import { openEncoder } from './open-encoder.ts';
import { readTokenForm, type WhisperTokens } from './read-token-form.ts';
import { readVocabulary } from './read-vocabulary.ts';
import { refusal } from './refusal.ts';
import { requireLanguage } from './require-language.ts';
import { readWhisperForm, type WhisperForm } from './whisper-form.ts';
import { writeDown } from './write-down.ts';

/** The files of a Whisper model, and how it is to be run. */
export interface TranscriberOptions {
  /** The absolute path of a file, by its path in the manifest. */
  readonly pathOf: (path: string) => string;
  /** The model's key. */
  readonly name: string;
  readonly config: SpeechConfig;
  /** Threads inside one operation; 0 lets the runtime choose. */
  readonly threads?: number;
}

/** What a model's texts may be at most, where its configuration does not say (whisper/model.py, n_text_ctx). */
const TEXT_POSITIONS = 448;
/** A window that ends in an unfinished text moves on by so much at least: seconds. */
const LEAST_ADVANCE = 1;

/**
 * Opens a Whisper model as it is exported for the Hub: an encoder and a merged decoder.
 *
 * @throws HeimdexError `model-damaged` where a file can't be read, or files do not fit each other
 */
export async function openTranscriber({
  pathOf,
  name,
  config,
  threads = 0,
}: TranscriberOptions): Promise<Transcriber> {
  const refuse = refusal(name);
  const read = (path: string) => readJsonDocument(pathOf(path), path, refuse);
  const form = readWhisperForm(read);
  const tokens = readTokenForm(read('generation_config.json'), form.vocabulary);
  const textOf = readVocabulary(pathOf('tokenizer.json'), tokens.form.end, refuse);
  const positions = read('config.json').value('max_target_positions');
  const maxTokens = Math.floor((typeof positions === 'number' ? positions : TEXT_POSITIONS) / 2);
  const heads = config.wordTimes ? alignmentHeads(tokens, form, refuse) : [];
  const encoder = await openEncoder(pathOf(config.encoder), name, form, threads);
  const decoder = await openDecoder(pathOf(config.decoder), name, form, heads, threads).catch(
    async (error) => {
      await encoder.close();
      throw error;
    },
  );
  const listen = listenTo(encoder, decoder, form, tokens);
  const length = config.windowSeconds * SAMPLE_RATE;

  const hear = async (
    parts: readonly Sound[],
    language: string | undefined,
    signal: AbortSignal,
  ): Promise<Segment[]> => {
    const tape = layOut(parts);
    const texts = [];
    let known = tokens.transcribe === undefined ? 'en' : language;
    for (let seek = 0; ; ) {
      throwIfInterrupted(signal);
      const window = windowFrom(tape, seek, length);
      if (window === undefined) break;
      const heard = await listen(tape, window);
      seek = window.to;
      if (heard === undefined) continue;
      known ??= likeliest(heard.languages());
      const written = await writeDown(
        decoder,
        heard,
        window,
        { tokens, textOf, maxTokens, language: known! },
        signal,
      );
      texts.push(...written.texts);
      const advance = Math.max(written.heard, LEAST_ADVANCE) * SAMPLE_RATE;
      seek = Math.min(window.to, window.from + Math.round(advance));
    }
    return placeTexts(dropRepeats(texts), tape, known ?? 'en');
  };
  const transcribe: Transcriber['transcribe'] = async ({ parts }, language, signal) => {
    requireLanguage(language, tokens.languages, name);
    const segments = await hear(parts, language, signal);
    if (parts.length > 1)
      for (const part of unheardParts(parts, segments))
        segments.push(...(await hear([part], language, signal)));
    return { segments: segments.sort((a, b) => a.start - b.start) };
  };
  return {
    transcribe,
    async languages(utterance: Utterance, signal) {
      throwIfInterrupted(signal);
      if (tokens.transcribe === undefined) return new Map();
      const tape = layOut(utterance.parts);
      const window = windowFrom(tape, 0, length);
      if (window === undefined) return new Map();
      return (await listen(tape, window, { wantedLater: true }))?.languages() ?? new Map();
    },
    busyMilliseconds: () => encoder.busyMilliseconds() + decoder.busyMilliseconds(),
    async close() {
      await encoder.close();
      await decoder.close();
    },
  };
}

/** Where nobody found out which heads follow the sound, all of the upper half are asked (whisper/model.py). */
function alignmentHeads(
  { alignmentHeads: known }: WhisperTokens,
  { layers, heads }: WhisperForm,
  refuse: (message: string) => Error,
): readonly (readonly [number, number])[] {
  const beyond = known.find(([layer, head]) => layer >= layers || head >= heads);
  if (beyond !== undefined)
    throw refuse(`generation_config.json: alignment_heads: there is no head ${beyond}`);
  if (known.length > 0) return known;
  const upper = Array.from({ length: layers }, (_, layer) => layer).slice(Math.floor(layers / 2));
  return upper.flatMap((layer) => Array.from({ length: heads }, (_, head) => [layer, head] as const));
}

function likeliest(chances: ReadonlyMap<string, number>): string {
  return [...chances].reduce((best, each) => (each[1] > best[1] ? each : best))[0];
}
