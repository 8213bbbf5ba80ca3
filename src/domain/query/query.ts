import type { VideoTime } from '../parse-video-time.ts';
import type { LiteralWord } from '../speech/find-word.ts';
import type { Microseconds } from '../time.ts';
import type { Filter } from './filter.ts';

/** A description: a text, whether it is wanted (1) or unwanted (−1), and how much it counts beside the others. */
export interface QueryTerm {
  readonly text: string;
  readonly sign: 1 | -1;
  /** Above 0; 1 where nothing is said. */
  readonly weight: number;
}

/** A person as a user names one: by name, by number, or anyone whose name is not known. */
export type PersonTerm =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'unknown' };

/** A picture that a moment should look like: a file (absolute), or a frame of the library. */
export type PictureTerm =
  | { readonly kind: 'file'; readonly path: string }
  | ({ readonly kind: 'frame' } & VideoTime);

/** What all of one moment has to fit: the smallest part of a query. */
export interface Clause {
  readonly kind: 'clause';
  /** Where it begins in the query, from 1. */
  readonly column: number;
  /** Descriptions of what is seen or spoken of. */
  readonly terms: readonly QueryTerm[];
  /** The words of the wanted descriptions, as they may have been said. */
  readonly words: readonly LiteralWord[];
  /** What has to be said, word for word, and what may not be. */
  readonly said: { readonly wanted: readonly LiteralWord[]; readonly unwanted: readonly LiteralWord[] };
  /** Who has to be seen, all together, and who may not be. */
  readonly people: { readonly wanted: readonly PersonTerm[]; readonly unwanted: readonly PersonTerm[] };
  readonly pictures: readonly PictureTerm[];
  /** What a video or a part of it has to be, to be looked at. */
  readonly filters: readonly Filter[];
}

/** Moments that fit one part at least. */
export interface Either {
  readonly kind: 'either';
  readonly parts: readonly Query[];
}

/** Moments in which all parts come together. */
export interface Both {
  readonly kind: 'both';
  readonly parts: readonly Query[];
}

/** Moments in which the parts come one after the other. */
export interface Sequence {
  readonly kind: 'sequence';
  readonly parts: readonly Query[];
  /** Before each part but the first, how long after the one before it begins at most; undefined: whenever. */
  readonly limits: readonly (Microseconds | undefined)[];
}

/** What a user asked for. */
export type Query = Clause | Either | Both | Sequence;

/** Whether a clause says what to find, and not only what to leave out or where to look. */
export function wants({ terms, said, people, pictures }: Clause): boolean {
  return describes({ terms }) || said.wanted.length + people.wanted.length + pictures.length > 0;
}

/** Whether a clause has a description of something wanted. */
export function describes({ terms }: Pick<Clause, 'terms'>): boolean {
  return terms.some(({ sign }) => sign === 1);
}

/** All clauses of a query, from left to right. */
export function clausesOf(query: Query): Clause[] {
  return query.kind === 'clause' ? [query] : query.parts.flatMap(clausesOf);
}

/** Where a query's first clause begins, from 1. */
export function columnOf(query: Query): number {
  return clausesOf(query)[0]!.column;
}
