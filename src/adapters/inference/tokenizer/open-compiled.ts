import { Tokenizer } from '@huggingface/tokenizers';
import type { CompiledTokenizer } from './compile-tokenizer.ts';
import { findPair } from './pair-table.ts';
import { findPrefixes, findString } from './string-table.ts';

/** What of the library's model is replaced; its version is pinned, and the tests hold the ids to those of its own maps. */
interface LibraryModel {
  tokens_to_ids: Map<string, number>;
  /** BPE only. */
  bpe_ranks?: Map<string, number>;
  /** Unigram only: this and the scores and search. */
  unk_token_id?: number | undefined;
  scores?: ArrayLike<number>;
  trie?: { common_prefix_search(characters: readonly string[], from?: number): Iterable<string> };
}

/**
 * The library's tokenizer with its maps replaced by look-ups: all that it does with them, it still does itself. It looks for
 * ids and ranks with `get` and `has` and for pieces with `common_prefix_search`; its maps back from ids stay empty, so
 * it can't decode.
 */
export function openCompiled(compiled: CompiledTokenizer): Tokenizer {
  const { form, scores, unknown } = compiled;
  const tokenizer = new Tokenizer(form, {});
  const model = tokenizer.model as unknown as LibraryModel;
  model.tokens_to_ids = new PieceIds(compiled);
  // As the library does: an added token's id goes before the one that the vocabulary states.
  for (const { content, id } of form.added_tokens) model.tokens_to_ids.set(content, id);
  if (form.model.type === 'BPE') model.bpe_ranks = new MergeRanks(compiled);
  if (form.model.type === 'Unigram') {
    model.unk_token_id = unknown;
    model.scores = scores;
    model.trie = new PieceSearch(compiled);
  }
  return tokenizer;
}

class PieceIds extends Map<string, number> {
  readonly #compiled: CompiledTokenizer;

  constructor(compiled: CompiledTokenizer) {
    super();
    this.#compiled = compiled;
  }

  override get(piece: string): number | undefined {
    const position = findString(this.#compiled.pieces, piece);
    return super.get(piece) ?? (position === -1 ? undefined : this.#compiled.ids[position]);
  }

  override has(piece: string): boolean {
    return super.has(piece) || findString(this.#compiled.pieces, piece) !== -1;
  }
}

class MergeRanks extends Map<string, number> {
  readonly #compiled: CompiledTokenizer;

  constructor(compiled: CompiledTokenizer) {
    super();
    this.#compiled = compiled;
  }

  /** @param pair both sides as a JSON array */
  override get(pair: string): number | undefined {
    const { pieces, merges } = this.#compiled;
    const [left, right] = JSON.parse(pair) as [string, string];
    const rank = findPair(merges, findString(pieces, left), findString(pieces, right));
    return rank === -1 ? undefined : rank;
  }
}

class PieceSearch {
  readonly #compiled: CompiledTokenizer;

  constructor(compiled: CompiledTokenizer) {
    this.#compiled = compiled;
  }

  common_prefix_search(characters: readonly string[], from = 0): Generator<string> {
    return findPrefixes(this.#compiled.pieces, characters, from, this.#compiled.longest);
  }
}
