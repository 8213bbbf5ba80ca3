import { matchedWords } from '../../domain/matched-words.ts';
import { printable } from '../../domain/printable.ts';
import type { Channel, Moment } from '../../domain/search-result.ts';

const SCORES: Readonly<Record<Channel, (score: number) => string>> = {
  sight: (score) => `cosine ${score.toFixed(4)}`,
  words: (score) => `BM25 ${score.toFixed(2)}`,
  meaning: (score) => `cosine ${score.toFixed(4)}`,
  people: (score) => `quality ${score.toFixed(2)}`,
};

/** For each channel that speaks for a moment a line: its rank there, its score, how sure it is, and the words that were said. */
export function explainLines({ why, rerank }: Pick<Moment, 'why' | 'rerank'>): string[] {
  const read = rerank === null ? [] : [`       reread            answers ${Math.round(rerank * 100)} %`];
  const found = why.map((reason) => {
    const { channel, rank, score, confidence, spoken, name } = reason;
    const words = spoken === undefined ? [] : matchedWords(spoken).map((word) => printable(word));
    const parts = [
      channel.padEnd(8),
      `rank ${rank}`.padEnd(9),
      SCORES[channel](score).padEnd(14),
      confidence === null ? '' : `${Math.round(confidence * 100)} % sure`,
      ...(words.length > 0 ? [`said: ${words.join(', ')}`] : []),
      ...(name === undefined ? [] : [printable(name)]),
    ];
    return `       ${parts.join(' ').trimEnd()}`;
  });
  return [...found, ...read];
}
