import type { Evaluation, QueryAnswer } from '../../app/evaluate-search.ts';
import type { CheckedBound } from '../../domain/evaluation/bounds.ts';
import { isMissed } from '../../domain/evaluation/is-missed.ts';
import type { Latency } from '../../domain/evaluation/latency.ts';
import type { Measures } from '../../domain/evaluation/measure.ts';
import { printable } from '../../domain/printable.ts';
import { formatTime, type Microseconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import { shownPath } from '../paths.ts';
import { counted } from './counted.ts';
import { table } from './table.ts';

/** So many moments are told of what came instead. */
const TOLD_MOMENTS = 3;

/** An evaluation for people: a row for all channels together, for each alone and each tag; then what was missed. */
export function evalLines(
  told: { evaluation: Evaluation; bounds: readonly CheckedBound[]; misses: number | undefined },
  { host }: Pick<Context, 'host'>,
): string[] {
  const { answers, measures, latency, channels, tags } = told.evaluation;
  const ks = measures.recall.map(({ k }) => k);
  const head = [
    '',
    'queries',
    ...ks.map((k) => `recall@${k}`),
    'MRR',
    'nDCG@10',
    'false nothing',
    'false found',
  ];
  const rows = [
    ['all', ...cells(measures), ...times(latency)],
    ...channels.map((channel) => [channel.channel, ...cells(channel.measures), ...times(channel.latency)]),
    ...tags.map(({ tag, measures: own }) => [`tag ${printable(tag)}`, ...cells(own), '', '']),
  ];
  const leftOut = channels
    .filter((channel) => channel.leftOut > 0)
    .map((channel) => `${channel.channel} ${channel.leftOut}`);
  return [
    ...table([...head, 'p50', 'p95'], rows, ['left', ...Array<'right'>(head.length + 1).fill('right')]),
    `first query ${milliseconds(latency.firstMs)}, with the models loaded; p50 and p95 are of the others`,
    ...(leftOut.length === 0 ? [] : [`left out, as a channel can't be asked them: ${leftOut.join(', ')}`]),
    ...told.bounds.map(
      ({ metric, kind, wanted, got, held }) =>
        `${held ? 'held' : 'missed'}: ${metric} ${kind === 'min' ? '≥' : '≤'} ${wanted} (${got === null ? 'nothing to measure it on' : Number(got.toFixed(4))})`,
    ),
    ...(told.misses === undefined ? [] : missLines(answers, told.misses, host)),
  ];
}

function cells(measures: Measures): string[] {
  const share = (value: number | null) => (value === null ? '–' : value.toFixed(3));
  const { answerable, unanswerable, falseNothing, falseFound } = measures;
  return [
    String(answerable + unanswerable),
    ...measures.recall.map(({ value }) => share(value)),
    share(measures.mrr),
    share(measures.ndcg),
    answerable === 0 ? '–' : `${falseNothing}/${answerable}`,
    unanswerable === 0 ? '–' : `${falseFound}/${unanswerable}`,
  ];
}

function times({ p50Ms, p95Ms }: Latency): string[] {
  return [milliseconds(p50Ms), milliseconds(p95Ms)];
}

function milliseconds(value: number | null): string {
  return value === null ? '–' : `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}

function missLines(answers: readonly QueryAnswer[], k: number, host: Context['host']): string[] {
  const missed = answers.filter(({ judgement }) => isMissed(judgement, k));
  const stretch = (start: Microseconds, end: Microseconds) => `${formatTime(start)} – ${formatTime(end)}`;
  return [
    '',
    missed.length === 0
      ? `every answer is among the first ${counted(k, 'moment')}`
      : `not among the first ${counted(k, 'moment')}, or found where nothing was expected: ${missed.length}`,
    ...missed.flatMap(({ query, moments, judgement }) => [
      `line ${query.line}: ${printable([query.query, ...query.images].filter((part) => part !== '').join(' + '))}`,
      ...query.expect.map(
        ({ video, start, end }, at) =>
          `  expected ${printable(video)} ${stretch(start, end)}: ${judgement.ranks[at] === undefined ? 'not found' : `place ${judgement.ranks[at]}`}`,
      ),
      ...(moments.length === 0 ? ['  nothing came'] : []),
      ...moments
        .slice(0, TOLD_MOMENTS)
        .map(({ path, start, end }) => `  came ${shownPath(host, path)} ${stretch(start, end)}`),
    ]),
  ];
}
