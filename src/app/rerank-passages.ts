import type { Reranker } from '../domain/ports/encoders.ts';

/** How many of the first are read again: about 4 s with passages of 500 tokens and a large model on a laptop. */
const TOP = 20;

/** An item in its new place. */
export interface Reranked<Item> {
  readonly item: Item;
  /** How well it answers the question, 0…1; undefined for what was not read again. */
  readonly score: number | undefined;
}

/**
 * Orders the first of some passages by how well they answer a question; the rest stays behind them as it was. Passages of
 * equal score keep their order.
 *
 * @param items best first
 */
export async function rerankPassages<Item extends { readonly text: string }>(
  question: string,
  items: readonly Item[],
  { top = TOP }: { readonly top?: number },
  reranker: Reranker,
  signal: AbortSignal,
): Promise<Reranked<Item>[]> {
  const read = items.slice(0, top);
  const texts = read.map(({ text }) => text);
  const scores = read.length === 0 ? [] : await reranker.score(question, texts, signal);
  const judged = read.map((item, place) => ({ item, score: scores[place]! }));
  // Array.prototype.sort is stable.
  judged.sort((a, b) => b.score - a.score);
  return [...judged, ...items.slice(top).map((item) => ({ item, score: undefined }))];
}
