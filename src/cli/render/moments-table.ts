import type { Moment } from '../../domain/search-result.ts';
import { formatTime } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import { shownPath } from '../paths.ts';
import { table } from './table.ts';

/** Moments as a table: score, confidence, time, file. */
export function momentsTable(
  moments: readonly Moment[],
  { host, printer }: Pick<Context, 'host' | 'printer'>,
): string[] {
  if (moments.length === 0) return [];
  const rows = moments.map((moment) => [
    moment.score.toFixed(3),
    moment.confidence === null ? '–' : `${Math.round(moment.confidence * 100)} %`,
    `${formatTime(moment.start)} – ${formatTime(moment.end)}`,
    shownPath(host, moment.path) + (moment.online ? '' : ' (offline)'),
  ]);
  const [head, ...lines] = table(['score', 'confidence', 'time', 'file'], rows, [
    'right',
    'right',
    'left',
    'left',
  ]);
  return [printer.colour ? `\u001b[2m${head}\u001b[0m` : head!, ...lines];
}
