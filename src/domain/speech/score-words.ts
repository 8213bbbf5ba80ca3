import { findWord, type LiteralWord } from './find-word.ts';

/** What a query asks of the words of a segment. */
export interface WordQuery {
  /** Each has to occur. */
  readonly required: readonly LiteralWord[];
  /** None may occur. */
  readonly excluded: readonly LiteralWord[];
  /** Those that occur count, by how rare they are. */
  readonly wanted: readonly LiteralWord[];
}

/** The same with what each word tells. */
export interface WeightedQuery extends WordQuery {
  readonly required: readonly WeightedWord[];
  readonly wanted: readonly WeightedWord[];
}

/** What is known of the words of a query in a whole library. */
export interface WordStatistics {
  readonly segments: number;
  /** Of a segment's folded text, in UTF-16 units. */
  readonly meanLength: number;
  /** Segments whose folded text holds the word, in the order of the words asked for. */
  readonly frequencies: readonly number[];
}

/** A word with what it tells: the rarer, the more. */
export interface WeightedWord extends LiteralWord {
  readonly weight: number;
}

export interface WordScore {
  /** Every wanted word occurs. */
  readonly isComplete: boolean;
  /** Okapi BM25. */
  readonly score: number;
  /** Of all that the words tell so much is said, 0…1; a word that is only the beginning of another counts half. */
  readonly share: number;
}

/**
 * Of a description in plain words a segment has to hold words with at least this share of the weight of all: of two that
 * are about as rare both, of a longer one most. One with nothing but its commonest words says nothing about it.
 */
const LEAST_SHARE = 0.6;

/** Okapi BM25's constants as FTS5 has them. */
const [K1, B] = [1.2, 0.75];

/** Where a word is only the beginning of another it counts so much. */
const BEGINNING = 0.5;

/** The inverse document frequency of BM25 in the form that is never negative (Lucene's). */
export function weighWords(words: readonly LiteralWord[], statistics: WordStatistics): WeightedWord[] {
  return words.map((word, index) => {
    const frequency = statistics.frequencies[index]!;
    return {
      ...word,
      weight: Math.log(1 + (statistics.segments - frequency + 0.5) / (frequency + 0.5)),
    };
  });
}

/** Words of which a segment must hold at least one to be worth a look: without them it stays below the least share. */
export function decisiveWords(wanted: readonly WeightedWord[]): WeightedWord[] {
  const rarestFirst = [...wanted].sort((a, b) => b.weight - a.weight);
  const least = LEAST_SHARE * sumOf(wanted);
  let rest = sumOf(wanted);
  return rarestFirst.filter(({ weight }) => {
    const isDecisive = rest >= least;
    rest -= weight;
    return isDecisive;
  });
}

/**
 * Scores a segment (Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond").
 *
 * @returns undefined where it is no answer to the query
 */
export function scoreWords(
  folded: string,
  { required, excluded, wanted }: WeightedQuery,
  meanLength: number,
): WordScore | undefined {
  const length = 1 - B + (B * folded.length) / Math.max(1, meanLength);
  const scoreOf = (word: WeightedWord) => {
    let count = 0;
    for (const { isWhole } of findWord(folded, word)) count += isWhole ? 1 : BEGINNING;
    return count === 0 ? 0 : (word.weight * count * (K1 + 1)) / (count + K1 * length);
  };
  if (excluded.some((word) => !findWord(folded, word).next().done)) return undefined;
  const scores = required.map(scoreOf);
  if (scores.includes(0)) return undefined;
  const found = wanted.map(scoreOf);
  // Of no words there is no share.
  const share = sumOf(wanted.filter((_, index) => found[index]! > 0)) / sumOf(wanted);
  if (required.length === 0 && !(share >= LEAST_SHARE)) return undefined;
  const all = [...scores, ...found].reduce((sum, score) => sum + score, 0);
  return { isComplete: !found.includes(0), score: all, share: shareSaid(folded, [...required, ...wanted]) };
}

function shareSaid(folded: string, words: readonly WeightedWord[]): number {
  const said = words.map((word) => {
    let part = 0;
    for (const { isWhole } of findWord(folded, word)) part = Math.max(part, isWhole ? 1 : BEGINNING);
    return { weight: part * word.weight };
  });
  return sumOf(said) / sumOf(words);
}

function sumOf(words: readonly { readonly weight: number }[]): number {
  return words.reduce((sum, { weight }) => sum + weight, 0);
}
