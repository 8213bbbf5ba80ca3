import { Tensor } from 'onnxruntime-node';
import type { GraphSession } from '../open-graph.ts';
import type { WhisperForm } from './whisper-form.ts';

/** The inputs of a merged decoder beside its cache. */
export const DECODER_INPUTS = ['input_ids', 'encoder_hidden_states', 'use_cache_branch'] as const;

/**
 * The names of what a decoder keeps from step to step, as the Hub's exports call them: `past_key_values.` before them on
 * the way in, `present.` on the way out.
 *
 * @param side what was written so far, or the sound, which stays the same
 */
export function cacheNames(layers: number, side: 'decoder' | 'encoder'): string[] {
  return Array.from({ length: layers }, (_, layer) =>
    ['key', 'value'].map((part) => `${layer}.${side}.${part}`),
  ).flat();
}

/** The cache before the first step, by its inputs' names: nothing, in the right form. */
export function emptyCache(
  inputs: GraphSession['inputs'],
  { layers, heads, width }: WhisperForm,
  rows: number,
): Record<string, Tensor> {
  const shape = [rows, heads, 0, width / heads];
  const names = [...cacheNames(layers, 'decoder'), ...cacheNames(layers, 'encoder')];
  return Object.fromEntries(
    names.map((name) => {
      const input = `past_key_values.${name}`;
      // Decoders with weights of 16 bits may keep their cache in 16 bits too.
      const metadata = inputs.find((each) => each.name === input);
      const half = metadata?.isTensor === true && metadata.type === 'float16';
      const tensor = half
        ? new Tensor('float16', new Uint16Array(0), shape)
        : new Tensor('float32', new Float32Array(0), shape);
      return [input, tensor];
    }),
  );
}
