import type { JsonDocument } from './json-document.ts';

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

/**
 * @param read one of the model's JSON files, by its path in the manifest; throws where it can't be read
 * @throws what `read` throws, and what its document throws where a number is missing
 */
export function readWhisperForm(read: (path: string) => JsonDocument): WhisperForm {
  const config = read('config.json');
  const preprocessor = read('preprocessor_config.json');
  return {
    bands: preprocessor.count('feature_size'),
    frames: preprocessor.count('nb_max_frames'),
    positions: config.count('max_source_positions'),
    width: config.count('d_model'),
    layers: config.count('decoder_layers'),
    heads: config.count('decoder_attention_heads'),
    vocabulary: config.count('vocab_size'),
    startToken: config.count('decoder_start_token_id'),
  };
}
