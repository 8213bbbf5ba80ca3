import type { Difference } from '../../domain/manifest/diff-models.ts';
import { printable } from '../../domain/printable.ts';

/** What changes of a model, two lines a change: what there was, what comes. */
export function differenceLines(key: string, differences: readonly Difference[]): string[] {
  return [
    `${key}:`,
    ...differences.flatMap(({ what, from, to }) => [
      ...(from === null ? [] : [`- ${what}: ${from}`]),
      ...(to === null ? [] : [`+ ${what}: ${to}`]),
    ]),
  ].map(printable);
}
