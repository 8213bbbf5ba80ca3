import { formatBytes } from '../../domain/format-bytes.ts';
import type { IndexPlan } from '../../domain/indexing.ts';
import { formatTime, fromSeconds } from '../../domain/time.ts';
import type { Host } from '../host.ts';
import { shownPath } from '../paths.ts';
import { counted } from './counted.ts';
import { formatDuration } from './duration.ts';
import { formatLength } from './format-length.ts';

/** What an index run would do, for people; `all` lists every file. */
export function indexPlanLines(plan: IndexPlan, library: string, host: Host, all: boolean): string[] {
  const { videos, files, seconds, workSeconds } = plan;
  const counts: [number, string][] = [
    [videos.new, 'new'],
    [videos.changed, 'changed'],
    [videos.notDone, 'not done yet'],
    [videos.again, 'again'],
    [videos.unchanged, 'unchanged'],
    [videos.moved, 'moved'],
    [videos.copied, 'copied'],
    [videos.gone, 'gone'],
    [videos.offline, 'offline'],
    [videos.failed, 'failed'],
  ];
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const length = seconds === null ? 'of unknown length' : `${formatLength(seconds)} of video`;
  const lines = [
    `would index ${counted(files.length, 'video')}${files.length === 0 ? '' : ` (${length}, ${formatBytes(bytes)})`}`,
    ...counts.filter(([count]) => count > 0).map(([count, word]) => `  ${count} ${word}`),
  ];
  if (videos.skipped > 0) {
    const reasons = Object.entries(plan.skippedBy).map(([reason, count]) => `${count} ${reason}`);
    lines.push(`skipped: ${reasons.join(', ')}`);
  }
  if (files.length > 0) {
    const time =
      workSeconds === null
        ? 'not known before something has been indexed'
        : `about ${formatDuration(workSeconds)}`;
    lines.push(`time: ${time}`);
  }
  if (all) {
    for (const file of files) {
      const shown = file.seconds === null ? '?' : formatTime(fromSeconds(file.seconds));
      lines.push(`${file.reason}  ${shown}  ${shownPath(host, file.path)}`);
    }
  }
  if (plan.interrupted) lines.push('stopped: not all has been looked at');
  lines.push(`library: ${shownPath(host, library)}; nothing was written`);
  return lines;
}

/** The JSON form, docs/cli.md "index --dry-run". */
export function indexPlanDocument(plan: IndexPlan, library: string): unknown {
  const { videos, skippedBy, files, seconds, workSeconds, problems, interrupted } = plan;
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return {
    schema: 'heimdex.index-plan/1',
    library,
    videos,
    skippedBy,
    files,
    bytes,
    seconds,
    workSeconds,
    problems,
    interrupted,
  };
}
