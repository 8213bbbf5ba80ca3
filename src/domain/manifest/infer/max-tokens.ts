import type { Clues } from './clues.ts';
import { countAt, textAt } from './value-at.ts';

/** The schema's bound; tokenizers without a limit state numbers such as 1e30. */
const MOST = 8192;

/**
 * The longest input in tokens that a text model's files allow: the least that any of them states, because a graph fails
 * on positions that it has no embedding for, and a tokenizer's own limit may be the one the model was trained with.
 */
export function maxTokensOf({ documents }: Clues): number | undefined {
  // What sentence-transformers trained with outdoes all.
  const trained = countAt(documents.get('sentence_bert_config.json'), 'max_seq_length');
  if (trained !== undefined && trained <= MOST) return trained;
  const stated = [
    countAt(documents.get('tokenizer_config.json'), 'model_max_length'),
    positionsOf(documents.get('config.json')),
  ];
  const limits = stated.filter((limit) => limit !== undefined && limit <= MOST * 2) as number[];
  if (limits.length > 0) return Math.min(MOST, ...limits);
  return countAt(documents.get('tokenizer.json'), 'truncation.max_length');
}

/** RoBERTa and its kin count positions from their padding id + 1, which is 2. */
function positionsOf(config: unknown): number | undefined {
  const positions = countAt(config, 'max_position_embeddings', 'n_positions');
  if (positions === undefined) return undefined;
  return /roberta|camembert|mpnet/.test(textAt(config, 'model_type') ?? '') ? positions - 2 : positions;
}
