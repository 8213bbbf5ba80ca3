import { type Clues, type Draft, graphOf } from './clues.ts';
import { allowInputs, lastLength, notFor, pickValue, quantizationOf } from './graph-values.ts';
import { maxTokensOf } from './max-tokens.ts';
import { countAt, valueAt } from './value-at.ts';

/** A model whose token states are pooled into the vector of a passage. */
export function inferText(clues: Clues): Draft {
  const graph = graphOf(clues, 'graph');
  pickValue(graph, 'text', 'inputs', 'input_ids');
  allowInputs(graph, 'text', 'input_ids', 'attention_mask', 'token_type_ids');
  const output = pickValue(graph, 'text', 'outputs', 'last_hidden_state', 'token_embeddings');
  if (output.shape.length !== 0 && output.shape.length !== 3) {
    throw notFor(graph, 'text', `${output.name} has ${output.shape.length} dimensions, not 3`);
  }
  const config = clues.documents.get('config.json');
  return {
    dimension: lastLength(output) ?? countAt(config, 'hidden_size', 'd_model', 'dim'),
    graph: graph.path,
    tokenizer: 'tokenizer.json',
    output: output.name,
    pooling: poolingOf(clues.documents.get('1_Pooling/config.json')),
    maxTokens: maxTokensOf(clues),
    quantization: quantizationOf(graph),
    languages: ['*'],
  };
}

/** What sentence-transformers writes down; other ways of pooling are none that heimdex has. */
function poolingOf(pooling: unknown): 'mean' | 'first' | undefined {
  const states = (mode: string) => valueAt(pooling, `pooling_mode_${mode}`) === true;
  const others = ['max_tokens', 'mean_sqrt_len_tokens', 'weightedmean_tokens', 'lasttoken'];
  if (others.some(states) || states('cls_token') === states('mean_tokens')) return undefined;
  return states('mean_tokens') ? 'mean' : 'first';
}
