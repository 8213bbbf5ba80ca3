import { EMPTY } from './parse-query.ts';
import type { PictureTerm, Query } from './query.ts';

/** Adds pictures that all of a moment should look like: beside the words of a plain query, else as a part of their own. */
export function withPictures(query: Query, pictures: readonly PictureTerm[]): Query {
  if (pictures.length === 0) return query;
  if (query.kind === 'clause') return { ...query, pictures: [...query.pictures, ...pictures] };
  const alone = { ...EMPTY, pictures };
  return { kind: 'both', parts: query.kind === 'both' ? [...query.parts, alone] : [query, alone] };
}
