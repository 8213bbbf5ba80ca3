import type { Reranker } from '../../domain/ports/encoders.ts';
import { clausesOf, type Query } from '../../domain/query/query.ts';
import { rerankPassages } from '../rerank-passages.ts';
import type { Found } from './found.ts';

/** What a cross-encoder is asked: the wanted descriptions of a query, as they are written. */
export function questionOf(query: Query): string {
  return clausesOf(query)
    .flatMap(({ terms }) => terms.filter(({ sign }) => sign === 1))
    .map(({ text }) => text)
    .join(' ');
}

/**
 * Has a cross-encoder read again what is said in the first moments, and puts those in its order into the places that they had
 * together; moments in which nothing is said keep their places.
 */
export async function rerankFound(
  question: string,
  found: readonly Found[],
  reranker: Reranker,
  signal: AbortSignal,
): Promise<Found[]> {
  const spoken = found
    .filter(({ isSpoken }) => isSpoken)
    .slice(0, REREAD)
    .map((moment) => ({ moment, text: passageOf(moment) }));
  const reranked = await rerankPassages(question, spoken, { top: REREAD }, reranker, signal);
  const next = reranked.values();
  const places = new Set(spoken.map(({ moment }) => moment));
  return found.map((moment) => {
    if (!places.has(moment)) return moment;
    const { item, score } = next.next().value!;
    return { ...item.moment, ...(score === undefined ? {} : { reread: score }) };
  });
}

/** A passage tells more than the sentence in it. */
function passageOf({ reasons }: Found): string {
  const why = reasons();
  const spoken = (why.find(({ channel }) => channel === 'meaning') ?? why.find(({ spoken }) => spoken))
    ?.spoken;
  return spoken?.text ?? '';
}

/** So many are read again: a few seconds with a large model. */
const REREAD = 20;
