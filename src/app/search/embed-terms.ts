import type { TextEncoder } from '../../domain/ports/encoders.ts';
import type { QueryTerm } from '../../domain/query/query.ts';
import type { VectorTerm } from '../../domain/ranking.ts';
import type { UnitVector } from '../../domain/vector.ts';

/** Makes vectors of texts, each only once. */
export interface TextVectors {
  of(texts: readonly string[], signal: AbortSignal): Promise<UnitVector[]>;
  close(): Promise<void>;
}

/** A text encoder that is opened when it is first needed, and remembers what it has been asked. */
export function createTextVectors(open: () => Promise<TextEncoder>): TextVectors {
  let encoder: Promise<TextEncoder> | undefined;
  const known = new Map<string, UnitVector>();
  return {
    async of(texts, signal) {
      const missing = [...new Set(texts)].filter((text) => !known.has(text));
      if (missing.length > 0) {
        encoder ??= open();
        const vectors = await (await encoder).embedTexts(missing, signal);
        missing.forEach((text, index) => void known.set(text, vectors[index]!));
      }
      return texts.map((text) => known.get(text)!);
    },
    async close() {
      await (await encoder)?.close();
    },
  };
}

/** Makes vectors of all descriptions of a clause. */
export async function embedTerms(
  terms: readonly QueryTerm[],
  vectors: TextVectors,
  signal: AbortSignal,
): Promise<VectorTerm[]> {
  const all = await vectors.of(
    terms.map(({ text }) => text),
    signal,
  );
  return terms.map(({ sign, weight }, index) => ({ kind: 'text', vector: all[index]!, sign, weight }));
}
