import { globMatcher } from '../../domain/glob.ts';
import type { VideoStretch } from '../../domain/overlaps.ts';
import type { PlaceFacts, VideoTimes } from '../../domain/ports/library.ts';
import type { SegmentFacts } from '../../domain/ports/segments.ts';
import type { Filter } from '../../domain/query/filter.ts';
import { queryError } from '../../domain/query/query-error.ts';
import { currentPath } from './current-places.ts';
import type { SearchContext } from './search-context.ts';

/** Where is looked for a clause. */
export interface Scope {
  /** Only these videos, with those of their places that fit. */
  readonly places: ReadonlyMap<number, readonly PlaceFacts[]>;
  /** Whether that is less than all videos of the library. */
  readonly isNarrowed: boolean;
  /** Languages of what is said: each of the wanted, none of the unwanted. */
  readonly languages: { readonly wanted: readonly string[]; readonly unwanted: readonly string[] };
}

/** The whole library. */
export function wholeLibrary({ store }: Pick<SearchContext, 'store'>): Scope {
  return { places: store.places(), isNarrowed: false, languages: { wanted: [], unwanted: [] } };
}

/** The same with fewer videos. */
export function onlyVideos(scope: Scope, videos: ReadonlySet<number>): Scope {
  const places = new Map([...scope.places].filter(([video]) => videos.has(video)));
  return { ...scope, places, isNarrowed: true };
}

/** The videos of a scope as stores take them. */
export function videosOf({ places, isNarrowed }: Scope): { readonly videos?: readonly number[] } {
  return isNarrowed ? { videos: [...places.keys()] } : {};
}

/**
 * Narrows a scope by the filters of a clause: all have to fit, those of places one and the same place.
 *
 * @throws HeimdexError `usage` for a volume that the library does not know, and a language that nobody speaks in it
 */
export function narrowScope(scope: Scope, filters: readonly Filter[], context: SearchContext): Scope {
  if (filters.length === 0) return scope;
  const ofPlaces = filters.flatMap((filter) => placeTest(filter, scope, context) ?? []);
  const ofTimes = filters.flatMap((filter) => timeTest(filter) ?? []);
  const times = ofTimes.length > 0 ? context.times() : undefined;
  const places = new Map<number, readonly PlaceFacts[]>();
  for (const [video, list] of scope.places) {
    const known = times?.get(video);
    if (times !== undefined && (known === undefined || !ofTimes.every((fits) => fits(known)))) continue;
    const fitting = list.filter((place) => ofPlaces.every((fits) => fits(place)));
    if (fitting.length > 0) places.set(video, fitting);
  }
  const isNarrowed = scope.isNarrowed || ofPlaces.length + ofTimes.length > 0;
  return { places, isNarrowed, languages: languagesOf(scope, filters, context) };
}

function placeTest(
  filter: Filter,
  { places }: Scope,
  { store, volumes }: SearchContext,
): ((place: PlaceFacts) => boolean) | undefined {
  if (filter.field === 'in') {
    const matches = globMatcher(filter.pattern);
    return (place) => matches(currentPath(place, volumes).path) === filter.isWanted;
  }
  if (filter.field !== 'on') return undefined;
  const name = filter.volume.toLowerCase();
  const isOn = (place: PlaceFacts) =>
    place.volumeLabel.toLowerCase() === name || place.volume.toLowerCase() === name;
  const fits = (place: PlaceFacts) => isOn(place) === filter.isWanted;
  if ([...places.values()].flat().some(isOn)) return fits;
  // Of a part that is looked for in few videos the volume may be that of others.
  const known = [...store.places().values()].flat();
  const labels = new Set(known.map(({ volumeLabel }) => volumeLabel));
  if (labels.size > 0 && !known.some(isOn))
    throw queryError(
      filter.column,
      `no video of the library is on a volume called ${filter.volume}: ${[...labels].sort().join(', ')}`,
      'heimdex status lists the volumes',
    );
  return fits;
}

function timeTest(filter: Filter): ((times: VideoTimes) => boolean) | undefined {
  switch (filter.field) {
    case 'after':
      return ({ recorded }) => recorded >= filter.time;
    case 'before':
      return ({ recorded }) => recorded < filter.time;
    case 'longer':
      return ({ duration }) => duration > filter.length;
    case 'shorter':
      return ({ duration }) => duration < filter.length;
    default:
      return undefined;
  }
}

function languagesOf(
  { languages }: Scope,
  filters: readonly Filter[],
  { text }: SearchContext,
): Scope['languages'] {
  const asked = filters.flatMap((filter) => (filter.field === 'lang' ? [filter] : []));
  const spoken = asked.length > 0 ? text.languages() : [];
  for (const { language, column } of asked)
    if (!spoken.includes(language))
      throw queryError(
        column,
        `nothing in the library is said in ${language}${spoken.length > 0 ? `: ${spoken.join(', ')}` : ''}`,
        spoken.length > 0 ? `such as lang:${spoken[0]}` : 'heimdex index FOLDER --only speech',
      );
  const of = (isWanted: boolean) =>
    asked.filter((filter) => filter.isWanted === isWanted).map(({ language }) => language);
  return {
    wanted: [...languages.wanted, ...of(true)],
    unwanted: [...languages.unwanted, ...of(false)],
  };
}

/** Whether something that is said is in the languages asked for. */
export function speaks({ languages }: Scope, { language }: Pick<SegmentFacts, 'language'>): boolean {
  const { wanted, unwanted } = languages;
  return (
    wanted.every((each) => each === language) && (language === undefined || !unwanted.includes(language))
  );
}

/** Where the wanted languages are spoken in a scope; undefined where none is asked for. Of unwanted ones where they are. */
export function spokenStretches(
  scope: Scope,
  { text }: SearchContext,
): { readonly wanted: readonly VideoStretch[] | undefined; readonly unwanted: readonly VideoStretch[] } {
  const { wanted, unwanted } = scope.languages;
  const at = (language: string) => text.stretchesIn(language, videosOf(scope));
  return {
    wanted: wanted.length === 0 ? undefined : wanted.flatMap(at),
    unwanted: unwanted.flatMap(at),
  };
}
