import type { Spoken } from './search-result.ts';

/** The words of a query as they were said, each once, in the order in which they come. */
export function matchedWords({ text, marks }: Pick<Spoken, 'text' | 'marks'>): string[] {
  return [...new Set(marks.map(({ start, end }) => text.slice(start, end)))];
}
