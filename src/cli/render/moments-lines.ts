import { printable } from '../../domain/printable.ts';
import type { Moment, Reason } from '../../domain/search-result.ts';
import { formatTime } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import { shownPath } from '../paths.ts';
import { explainLines } from './explain-lines.ts';
import { spokenLine } from './spoken-line.ts';
import { table } from './table.ts';

/** Moments as a table: score, confidence, time, file; below each who is seen, and what is said, with its own time. */
export function momentsLines(
  moments: readonly Moment[],
  { host, printer }: Pick<Context, 'host' | 'printer'>,
  { explain }: { readonly explain: boolean } = { explain: false },
): string[] {
  if (moments.length === 0) return [];
  const rows = moments.map((moment) => [
    moment.score.toFixed(3),
    moment.confidence === null ? '–' : `${Math.round(moment.confidence * 100)} %`,
    `${formatTime(moment.start)} – ${formatTime(moment.end)}`,
    `${shownPath(host, moment.path)}${moment.online ? '' : ' (offline)'}${alike(moment.alike.length)}`,
  ]);
  const [head, ...lines] = table(['score', 'confidence', 'time', 'file'], rows, [
    'right',
    'right',
    'left',
    'left',
  ]);
  return [
    printer.colour ? `\u001b[2m${head}\u001b[0m` : head!,
    ...lines.flatMap((line, index) => {
      const { why } = moments[index]!;
      return [line, ...belowLines(why, printer.colour), ...(explain ? explainLines(moments[index]!) : [])];
    }),
  ];
}

function alike(count: number): string {
  return count === 0 ? '' : ` (+${count} alike)`;
}

function belowLines(why: readonly Reason[], colour: boolean): string[] {
  // Who is asked for in several parts of a query is seen in each, and is one person.
  const names = new Set(why.flatMap(({ name }) => (name === undefined ? [] : [printable(name)])));
  return [...(names.size === 0 ? [] : [`       ${[...names].join(', ')}`]), ...spokenLines(why, colour)];
}

/** The sentence with the words counts more than the passage that it is part of. */
function spokenLines(why: readonly Reason[], colour: boolean): string[] {
  const spoken = (why.find(({ channel }) => channel === 'words') ?? why.find(({ spoken: said }) => said))
    ?.spoken;
  return spoken === undefined ? [] : [`       ${formatTime(spoken.start)}  ${spokenLine(spoken, colour)}`];
}
