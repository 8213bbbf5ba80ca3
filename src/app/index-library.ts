import { throwIfInterrupted } from '../domain/errors.ts';
import type { IndexEvent, IndexReport } from '../domain/indexing.ts';
import type { Stage } from '../domain/stages.ts';
import { countOffline } from './count-offline.ts';
import { type FindDependencies, findWork, forgetGonePlaces, isWork, type Work } from './find-work.ts';
import { fitsBudget } from './fits-budget.ts';
import { createForecast, type Forecast } from './forecast.ts';
import { inOrder } from './in-order.ts';
import { rememberedPace } from './remembered-pace.ts';
import type { StageRunner } from './stages/stage-runner.ts';
import { startReport } from './start-report.ts';
import { type StageDependencies, startStages } from './start-stages.ts';
import { tellEstimates } from './tell-estimates.ts';

export interface IndexDependencies extends FindDependencies, StageDependencies {
  /** The stages, in the order in which they go over all videos. Closed at the end. */
  readonly runners: readonly StageRunner[];
}

export interface IndexOptions {
  /** Folders and files, as the walker resolves them. */
  readonly roots: readonly string[];
  /** Stages that run again for videos that have them. */
  readonly reindex: readonly Stage[];
  /** Seconds of work after which no video is begun; undefined for as many as it takes. */
  readonly budget: number | undefined;
}

/** One stage's part of what is to be done. */
interface Part {
  readonly runner: StageRunner;
  readonly works: readonly Work[];
  readonly forecast: Forecast;
}

/** Brings a library up to date with folders of video. An interruption ends it in order, with what was done reported. */
export async function indexLibrary(
  { roots, reindex, budget }: IndexOptions,
  dependencies: IndexDependencies,
  onEvent: (event: IndexEvent) => void,
  signal: AbortSignal,
): Promise<IndexReport> {
  const { videos, elapsed, runners } = dependencies;
  const report = startReport(onEvent);
  const left = new Map<Work, number>();
  try {
    const wanted = { stages: runners.map(({ key }) => key), reindex };
    const pending: Work[] = [];
    for await (const finding of findWork(roots, wanted, dependencies, signal)) {
      if (isWork(finding)) pending.push(finding);
      report.found(finding, pending.length);
    }
    report.gone(await forgetGonePlaces(roots, dependencies));
    for (const work of pending) left.set(work, work.stages.length);
    const parts = partsOf(inOrder(pending), dependencies);
    const stages = startStages(dependencies, reindex, report, signal);
    await workThrough(parts, budget, left, { ...dependencies, stages }, onEvent, signal);
    videos.removeUnplaced();
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    for (const runner of runners) await runner.close();
  }
  report.offline(countOffline(dependencies));
  return report.finish({
    interrupted: signal.aborted,
    inferenceMs: runners.reduce((sum, runner) => sum + runner.inferenceMs(), 0),
    left: left.size,
    budget: budget === undefined ? null : { seconds: budget, used: elapsed() / 1000 },
  });
}

/** Stage by stage over all videos: what the first one finds can be searched for while the others run. */
function partsOf(pending: readonly Work[], { runners, elapsed, paces }: IndexDependencies): Part[] {
  return runners.map((runner) => {
    const works = pending.filter(({ stages }) => stages.includes(runner.key));
    const files = works.map(({ file }) => file);
    return { runner, works, forecast: createForecast(files, elapsed, rememberedPace(runner.key, paces)) };
  });
}

/** @param left how many stages each video still wants; those that want none are taken out */
async function workThrough(
  parts: readonly Part[],
  budget: number | undefined,
  left: Map<Work, number>,
  dependencies: IndexDependencies & { readonly stages: ReturnType<typeof startStages> },
  onEvent: (event: IndexEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const { elapsed, stages } = dependencies;
  const forecasts = parts.map(({ forecast }) => forecast);
  const tell = tellEstimates(onEvent, forecasts, elapsed);
  // However short the time, one video is done: the next run would fare no better.
  let hasIndexed = false;
  for (const { runner, works, forecast } of parts) {
    for (const [index, work] of works.entries()) {
      throwIfInterrupted(signal);
      if (stages.isUnreadable(work.file)) {
        forecast.end(work.file);
        continue;
      }
      if (hasIndexed && !(await fitsBudget(work, budget, forecast, dependencies, signal))) continue;
      const { absolutePath: path } = work.file;
      const { stage } = runner.key;
      tell({ kind: 'video-started', stage, path, index, total: works.length }, forecast, left.size);
      const isIndexed = await stages.runOne(runner, work, forecast, (event) =>
        tell(event, forecast, left.size),
      );
      hasIndexed ||= isIndexed;
      forecast.end(work.file);
      const wants = left.get(work)! - 1;
      if (wants > 0 && !stages.isUnreadable(work.file)) left.set(work, wants);
      else left.delete(work);
    }
  }
}
