import { cutOut } from './cut-out.ts';
import { overlaps, type VideoStretch } from './overlaps.ts';
import { createStretchMap } from './stretch-map.ts';
import { fromSeconds, type Microseconds } from './time.ts';

/** A stretch in which all wanted people are seen. */
export interface Company extends VideoStretch {
  /** Place among all of them, from 1. */
  readonly rank: number;
  /** When the first one named is seen best. */
  readonly best: Microseconds;
  /** The quality of the best face of the one who is seen worst, 0–1. */
  readonly score: number;
  /** In the order in which they were named, the unknown last, each with the quality of the best face. */
  readonly seen: readonly { readonly name: string; readonly quality: number }[];
}

/** Where the people of a query are. */
export interface Whereabouts {
  /** Where the wanted ones are all together and no unwanted one is, best first; undefined where nobody is wanted. */
  readonly together: readonly Company[] | undefined;
  /** Where somebody is who may not be. */
  readonly without: readonly VideoStretch[];
}

/** Decides by people what of a video may be a moment. */
export interface WhereaboutsTest {
  /** Whether a part of it, half a second at least where it is longer, may be. */
  allows(stretch: VideoStretch): boolean;
  /** The part nearest to its best time in which nobody is who may not be. */
  trim<T extends VideoStretch & { readonly best: Microseconds }>(moment: T): T;
  /** The best company that is seen in it. */
  companyAt(stretch: VideoStretch): Company | undefined;
}

/** Times of sentences are no better than this: what reaches less far into a shot may not belong to it. */
const INEXACT: Microseconds = fromSeconds(0.5);

export function createWhereaboutsTest({ together, without }: Whereabouts): WhereaboutsTest {
  const companies = together && createStretchMap(together);
  const holes = createStretchMap(without);
  const lengthOf = ({ start, end }: { start: Microseconds; end: Microseconds }) => end - start;
  return {
    allows(stretch) {
      if (companies !== undefined) return companies.at(stretch).length > 0;
      const least = Math.min(INEXACT, lengthOf(stretch));
      return cutOut(stretch, holes.at(stretch)).some((part) => lengthOf(part) >= least);
    },
    trim(moment) {
      const unwanted = holes.at(moment);
      if (unwanted.length === 0) return moment;
      const seen = companies?.at(moment);
      const parts = cutOut(moment, unwanted).filter(
        (part) => seen === undefined || seen.some((company) => overlaps(part, company)),
      );
      const distance = (part: { start: Microseconds; end: Microseconds }) =>
        Math.max(part.start - moment.best, moment.best - part.end, 0);
      const [part] = parts.sort((a, b) => distance(a) - distance(b) || lengthOf(b) - lengthOf(a));
      if (part === undefined) return moment;
      return { ...moment, ...part, best: Math.min(Math.max(moment.best, part.start), part.end) };
    },
    companyAt: (stretch) =>
      companies
        ?.at(stretch)
        .reduce<Company | undefined>(
          (best, company) => (best === undefined || company.rank < best.rank ? company : best),
          undefined,
        ),
  };
}
