import type { ChannelHit } from '../domain/fuse-hits.ts';
import type { ImageTextModel } from '../domain/manifest/schema.ts';
import { type FrameHit, type HitGroup, type JoinOptions, joinHits } from '../domain/moments.ts';
import type { ImageEncoder, TextEncoder } from '../domain/ports/encoders.ts';
import type { FrameFilter, SearchStore } from '../domain/ports/library.ts';
import type { ImageReader } from '../domain/ports/media.ts';
import type { QueryTerm } from '../domain/query.ts';
import { confidenceOf, queryVector } from '../domain/ranking.ts';
import { isSameSpace, otherModelError, type Space, sightSpaceOf } from '../domain/space.ts';
import { fromSeconds, type Microseconds } from '../domain/time.ts';
import type { UnitVector } from '../domain/vector.ts';
import { embedTerms } from './embed-terms.ts';

/** The model for pictures, and what it takes to ask it. */
export interface SightTools {
  readonly model: ImageTextModel;
  readonly imageReader: ImageReader;
  readonly openTextEncoder: () => Promise<TextEncoder>;
  readonly openImageEncoder: () => Promise<ImageEncoder>;
}

export interface SightHit extends ChannelHit {
  readonly channel: 'sight';
  /** Time of the best frame. */
  readonly best: Microseconds;
  /** The model's own probability for that frame; null where it has none for this query. */
  readonly confidence: () => number | null;
}

/** Stretches of one video meet; a short one between them may show nothing, and have no frame. */
const MAX_GAP: Microseconds = fromSeconds(1.5);

/** Hits looked at for each moment wanted; more are fetched while moments are missing. */
const HITS_PER_MOMENT = 30;

/** More frames than a library holds. */
const MANY = 1_000_000_000;

/**
 * Finds what looks like a description or a picture, best first.
 *
 * @throws HeimdexError `library-other-model` where the library was indexed with another model; what the adapters throw
 */
export async function searchSight(
  asked: { readonly terms: readonly QueryTerm[]; readonly images: readonly string[]; readonly limit: number },
  { store, library, filter }: { store: SearchStore; library: string; filter: FrameFilter },
  tools: SightTools,
  signal: AbortSignal,
): Promise<SightHit[]> {
  const { model } = tools;
  const spaces = store.spaces();
  const wanted = sightSpaceOf(model);
  const space = spaces.find((candidate) => isSameSpace(candidate, wanted));
  if (space === undefined) throw otherModelError(library, wanted, spaces);
  const texts = await embedTerms(asked.terms, tools.openTextEncoder, signal);
  const pictures = await embedPictures(asked.images, tools, signal);
  const vector = queryVector({ wanted: [...texts.wanted, ...pictures], unwanted: texts.unwanted });
  const groups = findGroups(space, vector, asked.limit, filter, store);
  return groups.map(({ video, best, start, end }, index) => ({
    channel: 'sight',
    rank: index + 1,
    score: best.score,
    video,
    start,
    end,
    best: best.time,
    // The model's scale is one of texts against pictures: two pictures have none.
    confidence: () =>
      pictures.length > 0
        ? null
        : confidenceOf(store.vectorOf(space, best.frame), texts, model.config.scoring),
  }));
}

async function embedPictures(
  paths: readonly string[],
  { model, imageReader, openImageEncoder }: SightTools,
  signal: AbortSignal,
): Promise<UnitVector[]> {
  if (paths.length === 0) return [];
  const { vision } = model.config;
  const form = { modelSize: vision.size, crop: vision.crop, resample: vision.resample };
  const images = await Promise.all(paths.map((path) => imageReader.readForModel(path, form)));
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
  filter: FrameFilter,
  store: SearchStore,
): HitGroup[] {
  const isInParts = filter.within !== undefined || filter.without !== undefined;
  const options = {
    // What lies between two stretches is not asked for.
    maxGap: isInParts ? 0 : MAX_GAP,
    background: store.background(space, vector),
    limit,
  };
  for (let k = limit * HITS_PER_MOMENT; ; k *= 4) {
    const top = store.nearest(space, vector, k, filter);
    const groups = joinWhole(
      top,
      (missing) => store.nearest(space, vector, MANY, { ...filter, videos: missing }),
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
