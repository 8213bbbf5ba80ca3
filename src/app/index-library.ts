import { HeimdexError, throwIfInterrupted } from '../domain/errors.ts';
import type { IndexEvent, IndexReport } from '../domain/indexing.ts';
import type { ImageTextModel } from '../domain/manifest/schema.ts';
import { kindOf } from '../domain/media-kind.ts';
import type { ImageEncoder } from '../domain/ports/encoders.ts';
import type { FrameStore, StageRun } from '../domain/ports/library.ts';
import type { FrameSource, MediaProber, Thumbnailer } from '../domain/ports/media.ts';
import type { PaceMemory } from '../domain/ports/pace-memory.ts';
import { sightSpaceOf } from '../domain/space.ts';
import { toSeconds } from '../domain/time.ts';
import { countOffline } from './count-offline.ts';
import { type FindDependencies, findWork, forgetGonePlaces, isWork, type Work } from './find-work.ts';
import { fitsBudget } from './fits-budget.ts';
import { createForecast, type Forecast } from './forecast.ts';
import { inOrder } from './in-order.ts';
import { placeContent } from './place-content.ts';
import { rememberedPace } from './remembered-pace.ts';
import { samplingFor, sightStage } from './sight-stage.ts';
import { runSight } from './stages/run-sight.ts';
import { startReport } from './start-report.ts';
import { tellEstimates } from './tell-estimates.ts';

export interface IndexDependencies extends FindDependencies {
  readonly prober: MediaProber;
  readonly frameSource: FrameSource;
  readonly thumbnailer: Thumbnailer;
  readonly frames: FrameStore;
  /** Opens the model's picture tower; called once, when the first video needs it. */
  readonly openEncoder: () => Promise<ImageEncoder>;
  /** Milliseconds of work since the command began; pauses do not count. */
  readonly elapsed: () => number;
  readonly paces: PaceMemory;
}

export interface IndexOptions {
  /** Folders and files, as the walker resolves them. */
  readonly roots: readonly string[];
  readonly model: ImageTextModel;
  /** Runs the stage again for videos that have it. */
  readonly reindex: boolean;
  /** Seconds of work after which no video is begun; undefined for as many as it takes. */
  readonly budget: number | undefined;
}

/** Brings a library up to date with folders of video. An interruption ends it in order, with what was done reported. */
export async function indexLibrary(
  options: IndexOptions,
  dependencies: IndexDependencies,
  onEvent: (event: IndexEvent) => void,
  signal: AbortSignal,
): Promise<IndexReport> {
  const { videos, elapsed } = dependencies;
  const report = startReport(onEvent);
  const session = startSession(options, dependencies, report, signal);
  let left = 0;
  try {
    const pending = await findAll(options, session.stage, dependencies, report, signal);
    left = pending.length;
    const files = pending.map(({ file }) => file);
    const forecast = createForecast(files, elapsed, rememberedPace(session.stage, dependencies.paces));
    const tell = tellEstimates(onEvent, forecast, elapsed);
    // However short the time, one video is done: the next run would fare no better.
    let hasIndexed = false;
    for (const [index, work] of pending.entries()) {
      throwIfInterrupted(signal);
      if (hasIndexed && !(await fitsBudget(work, options.budget, forecast, dependencies, signal))) continue;
      const total = pending.length;
      tell({ kind: 'video-started', path: work.file.absolutePath, index, total }, left);
      const isIndexed = await session.indexOne(work, forecast, (event) => tell(event, left));
      hasIndexed ||= isIndexed;
      forecast.end(work.file);
      left--;
    }
    videos.removeUnplaced();
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await session.close();
  }
  report.offline(countOffline(dependencies));
  const { budget } = options;
  return report.finish({
    interrupted: signal.aborted,
    inferenceMs: session.inferenceMs(),
    left,
    budget: budget === undefined ? null : { seconds: budget, used: elapsed() / 1000 },
  });
}

type Report = ReturnType<typeof startReport>;
type Session = ReturnType<typeof startSession>;

/** Finds what there is to do, in the order in which it is done, and forgets what is gone. */
async function findAll(
  { roots, reindex }: IndexOptions,
  stage: Session['stage'],
  dependencies: IndexDependencies,
  report: Report,
  signal: AbortSignal,
): Promise<Work[]> {
  const pending: Work[] = [];
  for await (const finding of findWork(roots, { stage, reindex }, dependencies, signal)) {
    if (isWork(finding)) pending.push(finding);
    report.found(finding, pending.length);
  }
  report.gone(await forgetGonePlaces(roots, dependencies));
  return inOrder(pending);
}

/** What indexes one video after another with one encoder, which is opened when the first needs it. */
function startSession(
  { model, reindex }: IndexOptions,
  dependencies: IndexDependencies,
  report: Report,
  signal: AbortSignal,
) {
  const { videos, frames, prober, elapsed, paces } = dependencies;
  const space = frames.ensureSpace(sightSpaceOf(model));
  const sampling = samplingFor(model);
  const stage = sightStage(space, sampling);
  const doneHere = new Set<number>();
  let encoder: ImageEncoder | undefined;
  /** How the stage has ended for a content that lies at several places; where it failed it is tried again. */
  const runOfTwin = (video: number, work: Work): StageRun | undefined => {
    if (!doneHere.has(video) && (work.kind === 'known' || reindex)) return undefined;
    const run = videos.stageRun(video, stage);
    return run?.state === 'failed' ? undefined : run;
  };
  return {
    stage,
    /** Returns whether the stage ran. */
    async indexOne(work: Work, forecast: Forecast, onEvent: (event: IndexEvent) => void): Promise<boolean> {
      const { file } = work;
      const video = placeContent(work, videos);
      const twin = runOfTwin(video, work);
      if (twin !== undefined) {
        report.found({ kind: work.kind === 'new' ? 'copied' : 'unchanged', file, run: twin }, 0);
        return false;
      }
      try {
        const facts = await prober.probe(file.absolutePath, signal);
        if (facts === undefined) {
          videos.putDone(video, stage);
          report.found({ kind: 'skipped', path: file.absolutePath, reason: 'no-picture' }, 0);
          return false;
        }
        videos.putFacts(video, facts);
        if (kindOf(facts) === 'audio') {
          // A video without frames: no model is loaded for it.
          videos.putDone(video, stage);
          report.indexed(file, { frames: 0, run: { state: 'done' }, seconds: toSeconds(facts.duration) });
          return true;
        }
        encoder ??= await dependencies.openEncoder();
        forecast.begin(file, facts.duration);
        const begun = elapsed();
        const sight = { file, facts, video, space, stage, sampling, encoder };
        report.indexed(file, await runSight(sight, dependencies, onEvent, signal));
        doneHere.add(video);
        paces.addToPace(stage, facts.duration, Math.round((elapsed() - begun) * 1000));
        return true;
      } catch (error) {
        if (!isAboutOneVideo(error)) throw error;
        videos.putFailure(video, stage, { code: error.code, message: error.message });
        report.failed(file, error);
        return false;
      }
    },
    inferenceMs: () => encoder?.busyMilliseconds() ?? 0,
    close: async () => void (await encoder?.close()),
  };
}

/** Only what concerns the one file lets the others go on; a full disk or a missing ffmpeg concerns all. */
function isAboutOneVideo(error: unknown): error is HeimdexError {
  return error instanceof HeimdexError && error.code === 'media-unreadable';
}
