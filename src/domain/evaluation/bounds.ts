import { HeimdexError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import type { Latency } from './latency.ts';
import type { Measures } from './measure.ts';
import { NDCG_DEPTH } from './measure-query.ts';

/** What a metric may not fall below, or rise above. */
export interface Bound {
  readonly kind: 'min' | 'max';
  readonly metric: string;
  readonly wanted: number;
}

/** A bound with what was measured; null where there was nothing to measure it on. */
export interface CheckedBound extends Bound {
  readonly got: number | null;
  readonly held: boolean;
}

const NDCG = `ndcg@${NDCG_DEPTH}`;
const RECALL = /^recall@([1-9][0-9]{0,3})$/;
const NAMES = ['mrr', NDCG, 'false-nothing', 'false-found', 'p50', 'p95'];

/**
 * Reads `METRIC=NUMBER`. Metrics are `recall@k` for any k to 9999, `mrr`, `ndcg@10`, `false-nothing` and `false-found` (counts),
 * `p50` and `p95` (milliseconds).
 *
 * @throws HeimdexError `usage`
 */
export function parseBound(kind: Bound['kind'], text: string): Bound {
  const { metric, number } =
    text.match(/^(?<metric>[^=]+)=(?<number>[0-9]+(?:\.[0-9]+)?|\.[0-9]+)$/)?.groups ?? {};
  if (metric === undefined) {
    throw new HeimdexError('usage', `--${kind} ${text}: expected METRIC=NUMBER`, {
      hint: kind === 'min' ? '--min recall@10=0.8' : '--max false-nothing=0',
    });
  }
  if (!RECALL.test(metric) && !NAMES.includes(metric)) {
    const near = nearest(metric, ['recall@10', ...NAMES]);
    throw new HeimdexError('usage', `there is no metric ${metric}: recall@K, ${NAMES.join(', ')}`, {
      hint: `--${kind} ${near ?? 'recall@10'}=${number}`,
    });
  }
  return { kind, metric, wanted: Number(number) };
}

/** How many moments a bound on recall looks at; undefined for other metrics. */
export function depthOf({ metric }: Bound): number | undefined {
  const k = metric.match(RECALL)?.[1];
  return k === undefined ? undefined : Number(k);
}

/** Holds a bound against what was measured. What could not be measured does not hold. */
export function checkBound(bound: Bound, measures: Measures, latency: Latency): CheckedBound {
  const got = measuredAs(bound, measures, latency);
  const held = got !== null && (bound.kind === 'min' ? got >= bound.wanted : got <= bound.wanted);
  return { ...bound, got, held };
}

function measuredAs(bound: Bound, measures: Measures, { p50Ms, p95Ms }: Latency): number | null {
  const depth = depthOf(bound);
  if (depth !== undefined) return measures.recall.find(({ k }) => k === depth)?.value ?? null;
  switch (bound.metric) {
    case 'mrr':
      return measures.mrr;
    case NDCG:
      return measures.ndcg;
    case 'false-nothing':
      return measures.answerable === 0 ? null : measures.falseNothing;
    case 'false-found':
      return measures.unanswerable === 0 ? null : measures.falseFound;
    case 'p50':
      return p50Ms;
    default:
      return p95Ms;
  }
}
