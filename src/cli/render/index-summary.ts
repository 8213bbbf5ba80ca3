import type { IndexReport } from '../../domain/indexing.ts';
import type { Host } from '../host.ts';
import { shownPath } from '../paths.ts';
import { counted } from './counted.ts';
import { formatDuration } from './duration.ts';
import { formatLength } from './format-length.ts';

/** What an index run did, in a line or a few. */
export function indexSummary(report: IndexReport, library: string, host: Host): string[] {
  const { videos, skippedBy } = report;
  const counts: [number, string][] = [
    [videos.unchanged, 'unchanged'],
    [videos.moved, 'moved'],
    [videos.copied, 'copied'],
    [videos.gone, 'gone'],
    [videos.offline, 'offline'],
    [videos.failed, 'failed'],
  ];
  const others = counts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  const brought = [counted(report.frames, 'frame')];
  if (report.segments > 0) brought.push(counted(report.segments, 'sentence'));
  if (report.faces > 0) brought.push(counted(report.faces, 'face'));
  const work = `${counted(videos.indexed, 'video')} indexed (${formatLength(report.seconds)}, ${brought.join(', ')})`;
  const lines = [[report.interrupted ? `stopped: ${work}` : work, ...others].join(', ')];
  if (videos.skipped > 0) {
    const reasons = Object.entries(skippedBy).map(([reason, count]) => `${count} ${reason}`);
    lines.push(`skipped: ${reasons.join(', ')}`);
  }
  if (report.budget !== null && !report.interrupted && report.left > 0) {
    const [used, given] = [report.budget.used, report.budget.seconds].map(formatDuration);
    lines.push(
      `${counted(report.left, 'video')} left for another run (${used} of ${given} used); run the same command to go on`,
    );
  }
  if (report.interrupted) lines.push('what is done is kept; run the same command to go on');
  lines.push(`library: ${shownPath(host, library)}`);
  return lines;
}

/** The JSON form, docs/cli.md "index". */
export function indexDocument(report: IndexReport, library: string): unknown {
  const { videos, skippedBy, frames, segments, faces, unheard, seconds } = report;
  const { problems, interrupted, inferenceMs, left, budget } = report;
  return {
    schema: 'heimdex.index/1',
    library,
    videos,
    skippedBy,
    frames,
    segments,
    faces,
    unheard,
    seconds,
    problems,
    interrupted,
    inferenceMs,
    left,
    budget,
  };
}
