import { type Clues, type Draft, graphOf } from './clues.ts';
import { allowInputs, lastLength, notFor, pickValue, quantizationOf } from './graph-values.ts';
import { maxTokensOf } from './max-tokens.ts';

/** Pairs of a query and a passage are short; a longer window would only cost time. */
const ENOUGH_TOKENS = 512;

/** A sequence classifier with one label: how well a passage answers a query. */
export function inferReranker(clues: Clues): Draft {
  const graph = graphOf(clues, 'graph');
  pickValue(graph, 'reranker', 'inputs', 'input_ids');
  allowInputs(graph, 'reranker', 'input_ids', 'attention_mask', 'token_type_ids');
  const labels = lastLength(pickValue(graph, 'reranker', 'outputs', 'logits'));
  if (labels !== undefined && labels !== 1) {
    throw notFor(graph, 'reranker', `it gives ${labels} labels, a reranker gives one`);
  }
  return {
    graph: graph.path,
    tokenizer: 'tokenizer.json',
    maxTokens: Math.min(ENOUGH_TOKENS, maxTokensOf(clues) ?? ENOUGH_TOKENS),
    quantization: quantizationOf(graph),
    languages: ['*'],
  };
}
