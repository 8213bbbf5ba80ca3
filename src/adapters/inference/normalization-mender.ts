interface Normalizer {
  readonly type?: string;
  readonly normalizers?: readonly Normalizer[];
  readonly lowercase?: boolean;
  readonly handle_chinese_chars?: boolean;
}

/** The ideographs beyond the basic plane that BERT's reference sets off with spaces (its own ranges). */
const IDEOGRAPHS =
  /[\u{20000}-\u{2a6df}\u{2a700}-\u{2b73f}\u{2b740}-\u{2b81f}\u{2b820}-\u{2ceaf}\u{2f800}-\u{2fa1f}]/gu;

/**
 * What must be done to a text first so that the JavaScript tokenizer gives the reference's ids, found from the
 * tokenizer's own normalizers: the reference lower-cases each Σ to σ where JavaScript makes a final one ς, and
 * it sees ideographs beyond the basic plane as one character where the JavaScript one sees two halves.
 */
export function normalizationMender(normalizer: Normalizer | null): (text: string) => string {
  const all = flatten(normalizer);
  const lowercases = all.some(
    ({ type, lowercase }) => type === 'Lowercase' || (type === 'BertNormalizer' && lowercase === true),
  );
  const separates = all.some(({ handle_chinese_chars }) => handle_chinese_chars === true);
  return (text) => {
    const sigma = lowercases ? text.replaceAll('Σ', 'σ') : text;
    return separates ? sigma.replace(IDEOGRAPHS, ' $& ') : sigma;
  };
}

function flatten(normalizer: Normalizer | null): Normalizer[] {
  if (normalizer === null) return [];
  return [normalizer, ...(normalizer.normalizers ?? []).flatMap(flatten)];
}
