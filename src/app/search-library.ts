import { HeimdexError } from '../domain/errors.ts';
import { globMatcher } from '../domain/glob.ts';
import type { ImageTextModel } from '../domain/manifest/schema.ts';
import { type FrameHit, type HitGroup, type JoinOptions, joinHits } from '../domain/moments.ts';
import type { ImageEncoder, TextEncoder } from '../domain/ports/encoders.ts';
import type { PlaceFacts, SearchStore } from '../domain/ports/library.ts';
import type { ImageReader } from '../domain/ports/media.ts';
import type { Volumes } from '../domain/ports/video-walker.ts';
import type { QueryTerm } from '../domain/query.ts';
import { confidenceOf, type QueryVectors, queryVector } from '../domain/ranking.ts';
import type { Moment } from '../domain/search-result.ts';
import { isSameSpace, otherModelError, type Space, sightSpaceOf } from '../domain/space.ts';
import { fromSeconds, type Microseconds } from '../domain/time.ts';
import type { UnitVector } from '../domain/vector.ts';
import { absolutePath } from '../domain/video.ts';

export interface SearchRequest {
  readonly terms: readonly QueryTerm[];
  /** Picture files to look for, absolute. */
  readonly images: readonly string[];
  /** Most moments to return. */
  readonly limit: number;
  /** Only videos at a path that fits. */
  readonly inPattern?: string;
}

export interface SearchDependencies {
  readonly store: SearchStore;
  readonly volumes: Volumes;
  readonly imageReader: ImageReader;
  readonly openTextEncoder: () => Promise<TextEncoder>;
  readonly openImageEncoder: () => Promise<ImageEncoder>;
}

/** Stretches of one video meet; a short one between them may show nothing, and have no frame. */
const MAX_GAP: Microseconds = fromSeconds(1.5);

/** Hits looked at for each moment wanted; more are fetched while moments are missing. */
const HITS_PER_MOMENT = 30;

/** More frames than a library holds. */
const MANY = 1_000_000_000;

/**
 * Finds the moments of a library that fit a query, best first.
 *
 * @throws HeimdexError `library-other-model` where the library was indexed with another model; what the adapters throw
 */
export async function searchLibrary(
  request: SearchRequest,
  { model, libraryPath }: { model: ImageTextModel; libraryPath: string },
  dependencies: SearchDependencies,
  signal: AbortSignal,
): Promise<Moment[]> {
  const { store } = dependencies;
  const spaces = store.spaces();
  const wanted = sightSpaceOf(model);
  const space = spaces.find((candidate) => isSameSpace(candidate, wanted));
  if (space === undefined) throw otherModelError(libraryPath, wanted, spaces);
  const texts = await embedTerms(request, dependencies, signal);
  const pictures = await embedPictures(request, model, dependencies, signal);
  const vector = queryVector({ wanted: [...texts.wanted, ...pictures], unwanted: texts.unwanted });
  const all = store.places();
  const places =
    request.inPattern === undefined ? all : placesAt(request.inPattern, all, dependencies.volumes);
  const videos = request.inPattern === undefined ? undefined : [...places.keys()];
  const groups = findGroups(space, vector, request.limit, videos, store);
  return groups.map((group): Moment => {
    const place = showPlace(places.get(group.video) ?? [], dependencies.volumes);
    const { best } = group;
    return {
      ...place,
      start: group.start,
      end: group.end,
      best: best.time,
      score: best.score,
      // The model's scale is one of texts against pictures: two pictures have none.
      confidence:
        pictures.length > 0
          ? null
          : confidenceOf(store.vectorOf(space, best.frame), texts, model.config.scoring),
      why: [{ channel: 'sight', rank: groups.indexOf(group) + 1, score: best.score }],
    };
  });
}

async function embedTerms(
  request: SearchRequest,
  dependencies: SearchDependencies,
  signal: AbortSignal,
): Promise<QueryVectors> {
  if (request.terms.length === 0) return { wanted: [], unwanted: [] };
  const encoder = await dependencies.openTextEncoder();
  try {
    const vectors = await encoder.embedTexts(
      request.terms.map(({ text }) => text),
      signal,
    );
    const withSign = (sign: 1 | -1) => vectors.filter((_, index) => request.terms[index]!.sign === sign);
    return { wanted: withSign(1), unwanted: withSign(-1) };
  } finally {
    await encoder.close();
  }
}

async function embedPictures(
  request: SearchRequest,
  { config: { vision } }: ImageTextModel,
  { imageReader, openImageEncoder }: SearchDependencies,
  signal: AbortSignal,
): Promise<UnitVector[]> {
  if (request.images.length === 0) return [];
  const form = { modelSize: vision.size, crop: vision.crop, resample: vision.resample };
  const images = await Promise.all(request.images.map((path) => imageReader.readForModel(path, form)));
  const encoder = await openImageEncoder();
  try {
    return await encoder.embedImages(images, signal);
  } finally {
    await encoder.close();
  }
}

/** Fetches hits until they make as many moments as are wanted, or there are no more. */
function findGroups(
  space: Space,
  vector: UnitVector,
  limit: number,
  videos: readonly number[] | undefined,
  store: SearchStore,
): HitGroup[] {
  const options = { maxGap: MAX_GAP, background: store.background(space, vector), limit };
  const filter = videos === undefined ? {} : { videos };
  for (let k = limit * HITS_PER_MOMENT; ; k *= 4) {
    const top = store.nearest(space, vector, k, filter);
    const groups = joinWhole(
      top,
      (missing) => store.nearest(space, vector, MANY, { videos: missing }),
      options,
    );
    // A frame beyond the first k could only lead a moment if one of these were led by a lower score than theirs.
    const lowest = top.at(-1)?.score ?? 0;
    const isFull = groups.length >= limit && groups.every(({ best }) => best.score >= lowest);
    if (isFull || top.length < k) return groups;
  }
}

/**
 * Joins hits with all frames of the videos they lead to, so that a moment's ends do not depend on how many hits were
 * fetched.
 */
function joinWhole(
  top: readonly FrameHit[],
  framesOf: (videos: readonly number[]) => FrameHit[],
  options: JoinOptions,
): HitGroup[] {
  const whole = new Set<number>();
  let hits = top;
  for (;;) {
    const groups = joinHits(hits, options);
    const missing = [...new Set(groups.map(({ video }) => video))].filter((video) => !whole.has(video));
    if (missing.length === 0) return groups;
    for (const video of missing) whole.add(video);
    hits = [...hits.filter(({ video }) => !missing.includes(video)), ...framesOf(missing)];
  }
}

/** The places at a path that fits: a video's other places are not what was asked for. */
function placesAt(
  pattern: string,
  places: ReadonlyMap<number, readonly PlaceFacts[]>,
  volumes: Volumes,
): ReadonlyMap<number, readonly PlaceFacts[]> {
  let matches: (path: string) => boolean;
  try {
    matches = globMatcher(pattern);
  } catch (error) {
    throw new HeimdexError('usage', `--in ${pattern} is no path pattern`, {
      hint: 'such as --in "2024/**/*.mp4"',
      cause: error,
    });
  }
  const fits = (place: PlaceFacts) => matches(currentPath(place, volumes).path);
  return new Map(
    [...places]
      .map(([video, list]) => [video, list.filter(fits)] as const)
      .filter(([, list]) => list.length > 0),
  );
}

/** The first place that can be opened now, else the first known one. */
function showPlace(
  places: readonly PlaceFacts[],
  volumes: Volumes,
): Pick<Moment, 'path' | 'volume' | 'online'> {
  const shown = places.map((place) => ({ ...currentPath(place, volumes), volume: place.volumeLabel }));
  return shown.find(({ online }) => online) ?? shown[0] ?? { path: '', volume: '', online: false };
}

function currentPath(place: PlaceFacts, volumes: Volumes): { path: string; online: boolean } {
  const mountPath = volumes.mountPathOf({ identity: place.volume, mountPath: place.mountPath });
  return { path: absolutePath(mountPath ?? place.mountPath, place.path), online: mountPath !== undefined };
}
