import { Tensor } from 'onnxruntime-node';

/** A text as a transformer takes it. */
export interface TokenSequence {
  readonly ids: readonly number[];
  /** Of which of two texts each token is; the first where absent. */
  readonly types?: readonly number[];
}

/** The inputs that `toTextFeeds` can give; only the first is needed by every graph. */
export const TEXT_INPUTS = ['input_ids', 'attention_mask', 'token_type_ids'] as const;

/**
 * The inputs of a transformer for some texts at once, those that its graph has: (texts, longest) each. Shorter texts are
 * filled up at their end; the mask is 0 there.
 */
export function toTextFeeds(
  inputNames: readonly string[],
  texts: readonly TokenSequence[],
): Record<string, Tensor> {
  const longest = Math.max(...texts.map(({ ids }) => ids.length));
  const toTensor = (numberAt: (text: TokenSequence, at: number) => number) => {
    const values = new BigInt64Array(texts.length * longest);
    texts.forEach((text, row) => {
      for (let at = 0; at < text.ids.length; at++) values[row * longest + at] = BigInt(numberAt(text, at));
    });
    return new Tensor('int64', values, [texts.length, longest]);
  };
  const all: Record<(typeof TEXT_INPUTS)[number], () => Tensor> = {
    input_ids: () => toTensor(({ ids }, at) => ids[at]!),
    attention_mask: () => toTensor(() => 1),
    token_type_ids: () => toTensor(({ types }, at) => types?.[at] ?? 0),
  };
  const given = TEXT_INPUTS.filter((name) => inputNames.includes(name));
  return Object.fromEntries(given.map((name) => [name, all[name]()]));
}
