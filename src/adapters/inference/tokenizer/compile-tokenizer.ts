import { buildPairTable, type PairTable } from './pair-table.ts';
import { buildStringTable, findString, type StringTable } from './string-table.ts';
import type { ModelForm, TokenizerForm } from './tokenizer-form.ts';

/** A tokenizer whose vocabulary is looked up in arrays instead of in maps that are built from a tokenizer.json. */
export interface CompiledTokenizer {
  /** The tokenizer.json with nothing in its vocabulary but what the library needs to be built. */
  readonly form: TokenizerForm;
  readonly pieces: StringTable;
  /** Of each piece. */
  readonly ids: Uint32Array;
  /** The most characters that a piece has. */
  readonly longest: number;
  /** Of BPE: positions of pieces, by rank. Empty for others. */
  readonly merges: PairTable;
  /** Of Unigram, of each id. Empty for others. */
  readonly scores: Float64Array;
  /** Of Unigram: the id of what no piece fits; 0 for others. */
  readonly unknown: number;
}

/** What the library takes off the lowest score for what no piece fits (SentencePiece's kUnkPenalty). */
const UNKNOWN_PENALTY = 10;
const NO_MERGES: PairTable = buildPairTable(new Uint32Array(0), new Uint32Array(0));

/** Compiles a tokenizer.json; undefined where it has a kind of model that is not compiled. */
export function compileTokenizer(form: TokenizerForm): CompiledTokenizer | undefined {
  const { model } = form;
  if (model.type === 'Unigram') return compileUnigram(form, model);
  if (model.type !== 'BPE' && model.type !== 'WordPiece') return undefined;
  const strings = Object.keys(model.vocab);
  const numbers = Object.values(model.vocab);
  if (!numbers.every((id) => Number.isInteger(id) && id >= 0 && id < 2 ** 31)) return undefined;
  const pieces = buildStringTable(strings);
  const merges = model.type === 'BPE' ? compileMerges(model, pieces) : NO_MERGES;
  if (merges === undefined) return undefined;
  const isUnknown = model.unk_token !== null && Object.hasOwn(model.vocab, model.unk_token);
  const vocab = isUnknown ? Object.fromEntries([[model.unk_token, model.vocab[model.unk_token!]!]]) : {};
  const left = model.type === 'BPE' ? { ...model, vocab, merges: [] } : { ...model, vocab };
  return {
    form: { ...form, model: left },
    pieces,
    ids: Uint32Array.from(numbers),
    longest: longestOf(strings),
    merges,
    scores: new Float64Array(0),
    unknown: 0,
  };
}

function compileUnigram(
  form: TokenizerForm,
  model: Extract<ModelForm, { type: 'Unigram' }>,
): CompiledTokenizer | undefined {
  const { vocab, unk_id: unknown } = model;
  const unknownPiece = unknown === null ? undefined : vocab[unknown];
  if (unknown === null || unknownPiece === undefined) return undefined;
  const strings = vocab.map(([piece]) => piece);
  const scores = Float64Array.from(vocab, ([, score]) => score);
  const lowest = scores.reduce((least, score) => Math.min(least, score));
  scores[unknown] = lowest - UNKNOWN_PENALTY;
  return {
    form: { ...form, model: { ...model, vocab: [[unknownPiece[0], lowest]], unk_id: 0 } },
    pieces: buildStringTable(strings),
    ids: Uint32Array.from(strings.keys()),
    longest: longestOf(strings),
    merges: NO_MERGES,
    scores,
    unknown,
  };
}

/** Undefined where a side of a merge is no piece: the library would know it all the same. */
function compileMerges(
  { merges }: Extract<ModelForm, { type: 'BPE' }>,
  pieces: StringTable,
): PairTable | undefined {
  const lefts = new Uint32Array(merges.length);
  const rights = new Uint32Array(merges.length);
  // As the library does: the first tells the form of all, and what stands behind a second space is left out.
  const areSplit = Array.isArray(merges[0]);
  for (const [rank, merge] of merges.entries()) {
    const sides = areSplit ? merge : (merge as string).split(' ', 2);
    if (sides.length !== 2) return undefined;
    const [left, right] = [findString(pieces, sides[0]!), findString(pieces, sides[1]!)];
    if (left === -1 || right === -1) return undefined;
    lefts[rank] = left;
    rights[rank] = right;
  }
  return buildPairTable(lefts, rights);
}

function longestOf(strings: readonly string[]): number {
  let longest = 0;
  for (const string of strings) {
    // No string has more characters than code units.
    if (string.length > longest) longest = Math.max(longest, Array.from(string).length);
  }
  return longest;
}
