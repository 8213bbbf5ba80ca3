import { readFileSync } from 'node:fs';
import type { TestedFiles } from './open-tested-graph.ts';
import { SelfTestFault } from './self-test-fault.ts';

/** The sizes of a Whisper model, from its own configuration. */
export interface WhisperForm {
  readonly bands: number;
  readonly frames: number;
  readonly positions: number;
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  readonly vocabulary: number;
  readonly startToken: number;
}

/** @throws SelfTestFault where a file is no JSON, or a number is missing */
export function readWhisperForm(files: TestedFiles): WhisperForm {
  const config = numbersOf(files, 'config.json');
  const preprocessor = numbersOf(files, 'preprocessor_config.json');
  return {
    bands: preprocessor('feature_size'),
    frames: preprocessor('nb_max_frames'),
    positions: config('max_source_positions'),
    width: config('d_model'),
    layers: config('decoder_layers'),
    heads: config('decoder_attention_heads'),
    vocabulary: config('vocab_size'),
    startToken: config('decoder_start_token_id'),
  };
}

/** No size of any model comes near this. */
const MAX_SIZE = 1_000_000;

function numbersOf(files: TestedFiles, path: string): (key: string) => number {
  let document: Record<string, unknown>;
  try {
    document = Object(JSON.parse(readFileSync(files.pathOf(path), 'utf8')));
  } catch (error) {
    throw new SelfTestFault(`${path} can't be read: ${(error as Error).message}`, { cause: error });
  }
  return (key) => {
    const value = document[key];
    if (typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= MAX_SIZE) return value;
    throw new SelfTestFault(
      `${path}: ${key}: expected a whole number, got ${JSON.stringify(value) ?? 'nothing'}`,
    );
  };
}
