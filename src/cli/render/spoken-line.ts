import { printable } from '../../domain/printable.ts';
import type { Spoken } from '../../domain/search-result.ts';
import type { Mark } from '../../domain/speech/mark-words.ts';

const BOLD = '\u001b[1m';
const NOT_BOLD = '\u001b[22m';

/** So much is shown of what is said, UTF-16 units; where it is longer from a little before the first mark on. */
const SHOWN = 160;
const BEFORE = 40;

/** What is said as one line: marked words bold on a terminal, plain elsewhere. */
export function spokenLine({ text, marks }: Pick<Spoken, 'text' | 'marks'>, colour: boolean): string {
  const from = text.length <= SHOWN ? 0 : boundary(text, Math.max(0, (marks[0]?.start ?? 0) - BEFORE));
  const to = boundary(text, Math.min(text.length, from + SHOWN));
  let line = '';
  let place = from;
  for (const { start, end } of inside(marks, from, to)) {
    const marked = shown(text.slice(start, end));
    line += shown(text.slice(place, start)) + (colour ? `${BOLD}${marked}${NOT_BOLD}` : marked);
    place = end;
  }
  line += shown(text.slice(place, to));
  return `${from > 0 ? '…' : ''}${line}${to < text.length ? '…' : ''}`;
}

function inside(marks: readonly Mark[], from: number, to: number): Mark[] {
  return marks
    .filter(({ start, end }) => start < to && end > from)
    .map(({ start, end }) => ({ start: Math.max(start, from), end: Math.min(end, to) }));
}

/** Never between the two halves of a character. */
function boundary(text: string, place: number): number {
  return /^[\udc00-\udfff]/.test(text.slice(place, place + 1)) ? place - 1 : place;
}

/** A line break of a subtitle is a blank here. */
function shown(text: string): string {
  return printable(text.replace(/[\r\n\t]+/g, ' '));
}
