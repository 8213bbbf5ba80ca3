import { findWord, type LiteralWord } from './find-word.ts';
import { foldText } from './fold-text.ts';

/** A part of a text that is marked: UTF-16 units, the end not included. */
export interface Mark {
  readonly start: number;
  readonly end: number;
}

/** The parts of a text in which words occur, in order, joined where they overlap or meet. */
export function markWords(text: string, words: readonly LiteralWord[]): Mark[] {
  const folded = foldText(text);
  const marks = words
    .flatMap((word) => [...findWord(folded.text, word)])
    .map(({ from, to }) => ({ start: folded.starts[from]!, end: folded.ends[to - 1]! }))
    .sort((a, b) => a.start - b.start || b.end - a.end);
  const joined: Mark[] = [];
  for (const mark of marks) {
    const last = joined.at(-1);
    if (last !== undefined && mark.start <= last.end) {
      joined[joined.length - 1] = { start: last.start, end: Math.max(last.end, mark.end) };
    } else joined.push(mark);
  }
  return joined;
}
