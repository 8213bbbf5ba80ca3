import type { TokenForm } from '../../../domain/speech/token-form.ts';
import type { JsonDocument } from './json-document.ts';

/** What a Whisper model's tokens mean, from its generation_config.json. */
export interface WhisperTokens {
  readonly form: TokenForm;
  /** The token of each language by its code; empty where the model knows English alone. */
  readonly languages: ReadonlyMap<string, number>;
  /** `<|transcribe|>`; undefined where the model knows English alone. */
  readonly transcribe: number | undefined;
  /** The heads whose attention follows the sound: layer and head; empty where nobody found out. */
  readonly alignmentHeads: readonly (readonly [number, number])[];
}

/** Codes of the tokens that are not ISO 639-1: Whisper's makers wrote Javanese in an older way. */
const CODES: Readonly<Record<string, string>> = { jw: 'jv' };

/** @throws what the document throws where a number that Whisper can't do without is missing */
export function readTokenForm(generation: JsonDocument, vocabulary: number): WhisperTokens {
  const noTimestamps = generation.count('no_timestamps_token_id');
  const lastFirst = generation.value('max_initial_timestamp_index');
  const form: TokenForm = {
    vocabulary,
    end: generation.count('eos_token_id'),
    // As transformers' WhisperNoSpeechDetection is told.
    noSpeech: noTimestamps - 1,
    noTimestamps,
    firstTime: noTimestamps + 1,
    suppressed: numbersIn(generation.value('suppress_tokens')),
    suppressedFirst: numbersIn(generation.value('begin_suppress_tokens')),
    lastFirstTime: typeof lastFirst === 'number' ? lastFirst : undefined,
  };
  const languages = new Map(
    Object.entries(Object(generation.value('lang_to_id'))).flatMap(([token, id]) => {
      const code = /^<\|(\w+)\|>$/.exec(token)?.[1];
      return code === undefined || typeof id !== 'number' ? [] : [[CODES[code] ?? code, id] as const];
    }),
  );
  const tasks = Object(generation.value('task_to_id')) as Record<string, unknown>;
  return {
    form,
    languages: languages.size > 1 ? languages : new Map(),
    // Four tokens stand between the two: those of the beginning, of the text before, and of silence.
    transcribe:
      languages.size <= 1
        ? undefined
        : typeof tasks.transcribe === 'number'
          ? tasks.transcribe
          : noTimestamps - 4,
    alignmentHeads: pairsIn(generation.value('alignment_heads')),
  };
}

function numbersIn(list: unknown): number[] {
  // −1 stands for a list of OpenAI's own; a suppressed token is never negative here.
  return Array.isArray(list) ? list.filter((item) => Number.isInteger(item) && item >= 0) : [];
}

function pairsIn(list: unknown): [number, number][] {
  if (!Array.isArray(list)) return [];
  return list.filter(
    (pair): pair is [number, number] =>
      Array.isArray(pair) && pair.length === 2 && pair.every((item) => Number.isInteger(item) && item >= 0),
  );
}
