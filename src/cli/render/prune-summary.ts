import type { Needs } from '../../app/models/find-needs.ts';
import type { PruneReport } from '../../app/models/prune-models.ts';
import { formatBytes } from '../../domain/format-bytes.ts';
import { printable } from '../../domain/printable.ts';
import { counted } from './counted.ts';

const REASONS = {
  foreign: 'is not heimdex’s',
  unfinished: 'a pull may go on with it',
  extra: 'no file of the model, but not old enough',
} as const;

/** What goes, a line each. */
export function removedLines({ removed }: PruneReport): string[] {
  return removed.map(({ kind, path, bytes }) =>
    printable(`${kind.padEnd(9)}  ${formatBytes(bytes).padStart(8)}  ${path}`),
  );
}

/** What stays although no model needs it, and what it all comes to. */
export function pruneNotes({ removed, left }: PruneReport, needs: Needs, dryRun: boolean): string[] {
  const bytes = removed.reduce((sum, item) => sum + item.bytes, 0);
  const things = counted(removed.length, 'thing');
  const total = dryRun
    ? `would remove ${things}, ${formatBytes(bytes)}`
    : `removed ${things}, ${formatBytes(bytes)}`;
  return [
    ...left.map(({ path, reason }) => `left: ${path}: ${REASONS[reason]}`),
    ...needs.away.map((path) => `${path} is not here now: the models that it needs stay`),
    removed.length === 0 ? 'nothing to remove' : total,
  ].map(printable);
}

/** What could not be done, and why. */
export function pruneWarnings({ busy }: PruneReport, needs: Needs): string[] {
  return [
    ...busy.map((key) => `${key} is left: another heimdex is pulling it`),
    ...needs.unreadable.map(
      ({ library, message }) => `no model is removed, since what ${library} needs is not known: ${message}`,
    ),
  ].map((line) => `heimdex: ${printable(line)}`);
}

export function pruneDocument(home: string, report: PruneReport, needs: Needs, dryRun: boolean): object {
  return {
    schema: 'heimdex.prune/1',
    home,
    dryRun,
    bytes: report.removed.reduce((sum, item) => sum + item.bytes, 0),
    removed: report.removed,
    left: report.left,
    busy: report.busy,
    libraries: { unreadable: needs.unreadable, away: needs.away, forgotten: needs.gone },
  };
}
