import type { Evaluation, QueryAnswer } from '../../app/evaluate-search.ts';
import type { CheckedBound } from '../../domain/evaluation/bounds.ts';
import { isMissed } from '../../domain/evaluation/is-missed.ts';
import type { Measures } from '../../domain/evaluation/measure.ts';
import { toSeconds } from '../../domain/time.ts';

/** The JSON form of an evaluation, docs/cli.md "eval". Times of videos in seconds. */
export function evalDocument(told: {
  evaluation: Evaluation;
  bounds: readonly CheckedBound[];
  misses: number | undefined;
  ks: readonly number[];
  file: string;
  library: string;
}): unknown {
  const { answers, measures, latency, channels, tags } = told.evaluation;
  const { misses } = told;
  return {
    schema: 'heimdex.eval/1',
    library: told.library,
    file: told.file,
    queries: answers.length,
    k: told.ks,
    all: { ...measuresDocument(measures), latency },
    channels: channels.map(({ channel, leftOut, ...measured }) => ({
      channel,
      leftOut,
      ...measuresDocument(measured.measures),
      latency: measured.latency,
    })),
    tags: tags.map(({ tag, measures: own }) => ({ tag, ...measuresDocument(own) })),
    bounds: told.bounds,
    ...(misses === undefined
      ? {}
      : {
          misses: answers
            .filter((answer) => isMissed(answer.judgement, misses))
            .map((answer) => missDocument(answer, misses)),
        }),
  };
}

function measuresDocument({
  answerable,
  recall,
  mrr,
  ndcg,
  falseNothing,
  unanswerable,
  falseFound,
}: Measures) {
  return {
    answerable,
    recall: Object.fromEntries(recall.map(({ k, value }) => [String(k), value])),
    mrr,
    'ndcg@10': ndcg,
    falseNothing,
    unanswerable,
    falseFound,
  };
}

function missDocument({ query, moments, judgement }: QueryAnswer, k: number) {
  const { id, line, images, expect } = query;
  return {
    id,
    line,
    query: query.query,
    images,
    expect: expect.map(({ video, start, end }, at) => ({
      video,
      start: toSeconds(start),
      end: toSeconds(end),
      rank: judgement.ranks[at] ?? null,
    })),
    moments: moments.slice(0, k).map(({ path, start, end, best, score }) => ({
      path,
      start: toSeconds(start),
      end: toSeconds(end),
      best: toSeconds(best),
      score,
    })),
  };
}
