import type { Tokenizer as HfTokenizer } from '@huggingface/tokenizers';
import { HeimdexError } from '../../domain/errors.ts';
import type { TokenizerPlace } from '../../domain/ports/model-store.ts';
import { normalizationMender } from './normalization-mender.ts';
import { openLibrary } from './tokenizer/open-library.ts';

/** Absolute paths of the files that a model for texts is read from. */
export interface TextFiles {
  readonly graph: string;
  readonly tokenizer: string;
  /** Where a compiled form of the tokenizer may be kept. */
  readonly compiled?: TokenizerPlace;
}

export interface FixedLength {
  /** Tokens of the result. */
  readonly length: number;
  readonly padId: number;
  /** Whether the model was trained on lower-cased text and its tokenizer leaves that to the caller. */
  readonly lowercase: boolean;
}

export interface Tokenizer {
  /** Token ids of a text, with the model's special tokens where `special`. */
  encode(text: string, options: { special: boolean; maxTokens?: number }): number[];
  /** Ids of two texts with the model's special tokens, and of which text each is; too long a second text is cut. */
  encodePair(first: string, second: string, maxTokens: number): { ids: number[]; types: number[] };
  /** Ids cut and padded to a fixed length, and the mask that is 1 at real tokens. */
  encodeFixed(text: string, form: FixedLength): { ids: number[]; mask: number[] };
}

/**
 * Reads a tokenizer.json, or what was made of it earlier.
 *
 * @param place where a compiled form of it may be kept; without one it is read whole each time
 * @throws HeimdexError `model-damaged`
 */
export function openTokenizer(path: string, model: string, place?: TokenizerPlace): Tokenizer {
  let tokenizer: HfTokenizer;
  let mend: (text: string) => string;
  try {
    const opened = openLibrary(path, place);
    tokenizer = opened.tokenizer;
    mend = normalizationMender(opened.normalizer);
  } catch (error) {
    throw new HeimdexError(
      'model-damaged',
      `the tokenizer of ${model} can't be read: ${(error as Error).message}`,
      {
        hint: 'heimdex models verify, then heimdex models pull',
        cause: error,
      },
    );
  }
  const idsOf = (text: string, special: boolean): number[] =>
    tokenizer.encode(text, { add_special_tokens: special }).ids;
  // The library does not cut: special tokens that stand behind the text must survive the cut.
  const framed = idsOf('a', true).length - idsOf('a', false).length;
  const before = idsOf('', true).findIndex((_, index, ids) => idsOf('a', true)[index] !== ids[index]);
  const behind = framed - (before === -1 ? framed : before);
  const encode: Tokenizer['encode'] = (text, { special, maxTokens }) => {
    const ids = idsOf(mend(text), special);
    if (maxTokens === undefined || ids.length <= maxTokens) return ids;
    return special && behind > 0
      ? [...ids.slice(0, maxTokens - behind), ...ids.slice(-behind)]
      : ids.slice(0, maxTokens);
  };
  return {
    encode,
    encodePair(first, second, maxTokens) {
      const pair = { text_pair: mend(second), return_token_type_ids: true } as const;
      const { ids, token_type_ids: types } = tokenizer.encode(mend(first), pair);
      const surplus = Math.max(0, ids.length - maxTokens);
      const isKept = (_: number, at: number) =>
        at < ids.length - behind - surplus || at >= ids.length - behind;
      return { ids: ids.filter(isKept), types: types.filter(isKept) };
    },
    encodeFixed(text, { length, padId, lowercase }) {
      const ids = encode(lowercase ? text.toLowerCase() : text, { special: true, maxTokens: length });
      const padding = new Array<number>(length - ids.length).fill(padId);
      return { ids: [...ids, ...padding], mask: [...ids.map(() => 1), ...padding.map(() => 0)] };
    },
  };
}
