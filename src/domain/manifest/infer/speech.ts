import { type Clues, type Draft, graphOf } from './clues.ts';
import { pickValue, quantizationOf } from './graph-values.ts';
import { countAt, valueAt } from './value-at.ts';

/** Whisper, as the Hub's exports are: an encoder and a merged decoder. */
export function inferSpeech(clues: Clues): Draft {
  const encoder = graphOf(clues, 'encoder');
  const decoder = graphOf(clues, 'decoder');
  pickValue(encoder, 'speech', 'inputs', 'input_features');
  pickValue(encoder, 'speech', 'outputs', 'last_hidden_state');
  for (const name of ['input_ids', 'encoder_hidden_states', 'use_cache_branch']) {
    pickValue(decoder, 'speech', 'inputs', name);
  }
  pickValue(decoder, 'speech', 'outputs', 'logits');
  const preprocessor = clues.documents.get('preprocessor_config.json');
  return {
    encoder: encoder.path,
    decoder: decoder.path,
    wordTimes: decoder.facts.outputs.some(({ name }) => /^cross_attentions\.\d+$/.test(name)),
    sampleRate: countAt(preprocessor, 'sampling_rate'),
    windowSeconds: countAt(preprocessor, 'chunk_length'),
    quantization: quantizationOf(encoder, decoder),
    languages: languagesOf(clues.documents.get('generation_config.json')),
  };
}

/** A model that knows English alone has no tokens for languages. */
function languagesOf(generation: unknown): string[] | undefined {
  const tokens = valueAt(generation, 'lang_to_id');
  if (tokens !== null && typeof tokens === 'object' && Object.keys(tokens).length > 1) return ['*'];
  return valueAt(generation, 'is_multilingual') === false ? ['en'] : undefined;
}
