import type { ImageTextModel } from '../../domain/manifest/schema.ts';
import type { FrameHit, HitGroup } from '../../domain/moments.ts';
import { overlaps, type VideoStretch } from '../../domain/overlaps.ts';
import type { FrameFilter } from '../../domain/ports/library.ts';
import type { Clause } from '../../domain/query/query.ts';
import { queryVector, spreadOver, type VectorTerm } from '../../domain/ranking.ts';
import { knowsLanguage } from '../../domain/speech/knows-language.ts';
import { dot } from '../../domain/vector.ts';
import { embedTerms } from './embed-terms.ts';
import { findGroups } from './find-groups.ts';
import { findLikened } from './find-likened.ts';
import { type ChannelHit, ranked } from './found.ts';
import { createHitJudge, type Sure } from './judge-hits.ts';
import type { OpenSight } from './open-sight.ts';
import { type Scope, videosOf } from './scope.ts';
import type { SearchContext } from './search-context.ts';

/** What may be found of what is seen. */
export interface SightRestriction {
  readonly frames: FrameFilter;
  /** Decides by a moment's whole stretch. */
  readonly allows: (stretch: VideoStretch) => boolean;
}

/** What one channel found, and whether it is all that there is. */
export interface ChannelAnswer {
  readonly hits: readonly ChannelHit[];
  readonly isComplete: boolean;
}

/**
 * Finds what looks like the descriptions and pictures of a clause, best first.
 *
 * @throws HeimdexError `library-other-model` where the library was indexed with another model; what the adapters throw
 */
export async function searchSight(
  clause: Clause,
  depth: number,
  { scope, restriction }: { scope: Scope; restriction: SightRestriction },
  context: SearchContext,
  signal: AbortSignal,
): Promise<ChannelAnswer> {
  const { store } = context;
  const sight = context.sight();
  const { space, model } = sight;
  noteUnknown(clause, model, context);
  const likened = clause.pictures.flatMap((picture) =>
    picture.kind === 'frame' ? [findLikened(picture, space, context)] : [],
  );
  const terms = await vectorsOf(clause, likened, sight, context, signal);
  const vector = queryVector(terms, (term) => spreadOver(sight.sample())(term));
  // A photo has no length, and yet is itself.
  const isItself = (group: HitGroup) =>
    likened.some(({ video, time }) => video === group.video && overlaps(group, { start: time, end: time }));
  const { scoring } = model.config;
  const judge = createHitJudge<FrameHit>(
    ({ frame }) => store.vectorOf(space, frame),
    { space, terms, scoring },
    context,
  );
  const { groups, isComplete, kept } = context.inOneSnapshot(() => {
    const { among, groups, isComplete } = findGroups(
      { space, vector, limit: depth, background: () => dot(vector, sight.mean()) },
      { ...restriction.frames, ...videosOf(scope) },
      {
        allows: (group) => !isItself(group) && restriction.allows(group),
        isHopeless: judge.isHopeless,
      },
      store,
    );
    const best = groups.map((group) => group.best);
    return {
      groups,
      isComplete: isComplete || judge.isHopeless(best, among),
      kept: judge.keep(best, among),
    };
  });
  const groupOf = new Map(groups.map((group) => [group.best.frame, group]));
  const hits = ranked(
    kept.map((best) => toHit({ ...groupOf.get(best.frame)!, confidence: best.confidence })),
  );
  return {
    hits: hits.map((hit) => ({ ...hit, reasons: () => [reasonOf(hit)] })),
    isComplete,
  };
}

/** A description in a language that the model was not trained on finds pictures by chance. */
function noteUnknown({ terms }: Clause, { key, config }: ImageTextModel, { note }: SearchContext): void {
  const { languages } = config;
  if (terms.some(({ text }) => !knowsLanguage(languages, { text, language: undefined })))
    note(`${key} knows ${languages.join(', ')} alone: what is seen may be missed`);
}

function toHit({ video, best, start, end, confidence }: Sure<HitGroup>) {
  return { video, start, end, best: best.time, score: best.score, confidence, isSpoken: false };
}

function reasonOf({ rank, score, confidence }: Omit<ChannelHit, 'reasons'>) {
  return { channel: 'sight', rank, score, confidence } as const;
}

async function vectorsOf(
  { terms, pictures }: Clause,
  likened: readonly FrameHit[],
  sight: OpenSight,
  { store }: SearchContext,
  signal: AbortSignal,
): Promise<VectorTerm[]> {
  const files = pictures.flatMap((picture) => (picture.kind === 'file' ? [picture.path] : []));
  const seen = [
    ...(await sight.embedPictures(files, signal)),
    ...likened.map(({ frame }) => store.vectorOf(sight.space, frame)),
  ];
  return [
    ...(await embedTerms(terms, sight.texts, signal)),
    ...seen.map((vector) => ({ kind: 'picture', vector, sign: 1, weight: 1 }) as const),
  ];
}
