import { HeimdexError } from '../domain/errors.ts';
import {
  addBrought,
  type IndexEvent,
  type IndexProblem,
  type IndexReport,
  NOTHING_BROUGHT,
} from '../domain/indexing.ts';
import type { StageRun } from '../domain/ports/library.ts';
import type { Stage } from '../domain/stages.ts';
import type { FoundFile, SkipReason } from '../domain/video.ts';
import { type Finding, isWork } from './find-work.ts';
import type { StageOutcome } from './stages/stage-runner.ts';

/** Skipped for a reason that may cost a video. Hidden files, links and other kinds are no loss. */
const LOSSES: Readonly<Partial<Record<SkipReason, string>>> = {
  unreadable: 'permission denied',
  empty: 'not a video: the file is empty',
};

type Ending = 'indexed' | 'unchanged' | 'moved' | 'copied' | 'failed';

/** Of a file's stages, which ending is told: a failure, then what was done. */
const RANK: Readonly<Record<Ending, number>> = { unchanged: 0, moved: 1, copied: 1, indexed: 2, failed: 3 };

/** Counts what an index run finds and does, file by file, and tells it as events. */
export function startReport(onEvent: (event: IndexEvent) => void) {
  const endings = new Map<string, Ending>();
  const skipped = new Map<string, SkipReason>();
  const problems = new Map<string, IndexProblem>();
  const lengths = new Map<string, number>();
  let brought = NOTHING_BROUGHT;
  let [unheard, files, gone, offline] = [0, 0, 0, 0];
  const end = (path: string, ending: Ending) => {
    const before = endings.get(path);
    if (before === undefined || RANK[before] < RANK[ending]) endings.set(path, ending);
  };
  const add = (problem: IndexProblem) => {
    // What is wrong with a file may stop one stage after the other.
    const key = `${problem.path}\n${problem.message}`;
    if (problems.has(key)) return;
    problems.set(key, problem);
    onEvent({ kind: 'problem', problem });
  };
  const addUnlessWhole = (file: FoundFile, run: StageRun) => {
    if (run.state !== 'done')
      add({ path: file.absolutePath, code: run.code ?? 'unknown', message: run.message ?? '' });
  };
  const count = (wanted: Ending) => [...endings.values()].filter((ending) => ending === wanted).length;
  return {
    found(finding: Finding, work: number) {
      if (finding.kind === 'skipped') {
        if (skipped.has(finding.path)) return;
        skipped.set(finding.path, finding.reason);
        onEvent(finding);
        const message = LOSSES[finding.reason];
        if (message !== undefined) add({ path: finding.path, code: finding.reason, message });
        return;
      }
      files++;
      onEvent({ kind: 'walking', files, work });
      if (finding.kind === 'failed') this.failed(finding.file, finding.error);
      else if (!isWork(finding)) this.settled(finding.file, finding.kind, finding.runs);
    },
    /** Nothing is to be done for a file. */
    settled(file: FoundFile, ending: 'unchanged' | 'moved' | 'copied', runs: readonly StageRun[]) {
      end(file.absolutePath, ending);
      for (const run of runs) addUnlessWhole(file, run);
    },
    indexed(stage: Stage, file: FoundFile, outcome: StageOutcome & { seconds: number }) {
      const path = file.absolutePath;
      end(path, 'indexed');
      const more = { ...NOTHING_BROUGHT, ...outcome.brought };
      brought = addBrought(brought, more);
      if (outcome.isUnheard) unheard++;
      lengths.set(path, outcome.seconds);
      addUnlessWhole(file, outcome.run);
      onEvent({ kind: 'video-indexed', stage, path, ...more });
    },
    /** A stage does not concern a file, such as speech a photo. */
    passed(stage: Stage, file: FoundFile, seconds: number) {
      const path = file.absolutePath;
      end(path, 'indexed');
      lengths.set(path, seconds);
      onEvent({ kind: 'video-passed', stage, path });
    },
    failed(file: FoundFile, error: unknown) {
      if (!(error instanceof HeimdexError) || error.code !== 'media-unreadable') throw error;
      end(file.absolutePath, 'failed');
      add({ path: file.absolutePath, code: error.code, message: error.message });
    },
    gone(more: number) {
      gone += more;
    },
    offline(number: number) {
      offline = number;
    },
    finish(rest: Pick<IndexReport, 'interrupted' | 'inferenceMs' | 'left' | 'budget'>): IndexReport {
      const skippedBy: Partial<Record<SkipReason, number>> = {};
      for (const reason of skipped.values()) skippedBy[reason] = (skippedBy[reason] ?? 0) + 1;
      return {
        videos: {
          indexed: count('indexed'),
          unchanged: count('unchanged'),
          moved: count('moved'),
          copied: count('copied'),
          failed: count('failed'),
          skipped: skipped.size,
          gone,
          offline,
        },
        skippedBy,
        ...brought,
        unheard,
        seconds: [...lengths.values()].reduce((sum, seconds) => sum + seconds, 0),
        problems: [...problems.values()],
        ...rest,
      };
    },
  };
}
