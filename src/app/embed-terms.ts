import type { TextEncoder } from '../domain/ports/encoders.ts';
import type { QueryTerm } from '../domain/query.ts';
import type { QueryVectors } from '../domain/ranking.ts';

/** The terms of a query as vectors of a model, which is opened only where there are any. */
export async function embedTerms(
  terms: readonly QueryTerm[],
  openEncoder: () => Promise<TextEncoder>,
  signal: AbortSignal,
): Promise<QueryVectors> {
  if (terms.length === 0) return { wanted: [], unwanted: [] };
  const encoder = await openEncoder();
  try {
    const vectors = await encoder.embedTexts(
      terms.map(({ text }) => text),
      signal,
    );
    const withSign = (sign: 1 | -1) => vectors.filter((_, index) => terms[index]!.sign === sign);
    return { wanted: withSign(1), unwanted: withSign(-1) };
  } finally {
    await encoder.close();
  }
}
