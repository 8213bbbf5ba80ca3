import type { MadeGraph } from './made-graph.ts';

/** What a merged decoder of one layer takes and gives, by the names that the Hub's exports have; without attentions. */
export function mergedDecoderPorts(
  vocabulary: number,
  width: number,
): Pick<MadeGraph, 'inputs' | 'outputs'> & { readonly parts: readonly string[] } {
  const parts = ['decoder.key', 'decoder.value', 'encoder.key', 'encoder.value'].map((part) => `0.${part}`);
  return {
    parts,
    inputs: [
      { name: 'input_ids', type: 'int64', shape: ['n', 'length'] },
      { name: 'encoder_hidden_states', type: 'float32', shape: ['n', 'positions', width] },
      ...parts.map((part) => ({
        name: `past_key_values.${part}`,
        type: 'float32' as const,
        shape: ['n', 1, 'past', width],
      })),
      { name: 'use_cache_branch', type: 'bool', shape: [1] },
    ],
    outputs: [
      { name: 'logits', type: 'float32', shape: ['n', 'length', vocabulary] },
      ...parts.map((part) => ({
        name: `present.${part}`,
        type: 'float32' as const,
        shape: ['n', 1, 'all', width],
      })),
    ],
  };
}
