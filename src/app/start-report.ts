import { HeimdexError } from '../domain/errors.ts';
import type { IndexEvent, IndexProblem, IndexReport } from '../domain/indexing.ts';
import type { StageRun } from '../domain/ports/library.ts';
import type { FoundFile, SkipReason } from '../domain/video.ts';
import { type Finding, isWork } from './find-work.ts';

/** Skipped for a reason that may cost a video. Hidden files, links and other kinds are no loss. */
const LOSSES: Readonly<Partial<Record<SkipReason, string>>> = {
  unreadable: 'permission denied',
  empty: 'not a video: the file is empty',
};

const NOTHING = { indexed: 0, unchanged: 0, moved: 0, copied: 0, failed: 0, skipped: 0, gone: 0, offline: 0 };

/** Counts what an index run finds and does, and tells it as events. */
export function startReport(onEvent: (event: IndexEvent) => void) {
  const videos = { ...NOTHING };
  const skippedBy: Partial<Record<SkipReason, number>> = {};
  const problems: IndexProblem[] = [];
  let frames = 0;
  let seconds = 0;
  let files = 0;
  const add = (problem: IndexProblem) => {
    problems.push(problem);
    onEvent({ kind: 'problem', problem });
  };
  const addUnlessWhole = (file: FoundFile, run: StageRun) => {
    if (run.state !== 'done')
      add({ path: file.absolutePath, code: run.code ?? 'unknown', message: run.message ?? '' });
  };
  return {
    found(finding: Finding, work: number) {
      if (finding.kind === 'skipped') {
        videos.skipped++;
        onEvent(finding);
        skippedBy[finding.reason] = (skippedBy[finding.reason] ?? 0) + 1;
        const message = LOSSES[finding.reason];
        if (message !== undefined) add({ path: finding.path, code: finding.reason, message });
        return;
      }
      files++;
      onEvent({ kind: 'walking', files, work });
      if (finding.kind === 'failed') this.failed(finding.file, finding.error);
      else if (!isWork(finding)) {
        videos[finding.kind]++;
        addUnlessWhole(finding.file, finding.run);
      }
    },
    indexed(file: FoundFile, outcome: { frames: number; run: StageRun; seconds: number }) {
      videos.indexed++;
      frames += outcome.frames;
      seconds += outcome.seconds;
      addUnlessWhole(file, outcome.run);
      onEvent({ kind: 'video-indexed', path: file.absolutePath, frames: outcome.frames });
    },
    failed(file: FoundFile, error: unknown) {
      if (!(error instanceof HeimdexError) || error.code !== 'media-unreadable') throw error;
      videos.failed++;
      add({ path: file.absolutePath, code: error.code, message: error.message });
    },
    gone(count: number) {
      videos.gone += count;
    },
    offline(count: number) {
      videos.offline = count;
    },
    finish: (end: Pick<IndexReport, 'interrupted' | 'inferenceMs' | 'left' | 'budget'>): IndexReport => ({
      videos,
      skippedBy,
      frames,
      seconds,
      problems,
      ...end,
    }),
  };
}
