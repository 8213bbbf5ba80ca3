import { HeimdexError } from '../domain/errors.ts';
import type { IndexEvent } from '../domain/indexing.ts';
import type { StageKey, StageRun, VideoStore } from '../domain/ports/library.ts';
import type { MediaProber } from '../domain/ports/media.ts';
import type { PaceMemory } from '../domain/ports/pace-memory.ts';
import type { SidecarStamps } from '../domain/ports/speech.ts';
import type { Stage } from '../domain/stages.ts';
import { toSeconds } from '../domain/time.ts';
import type { FoundFile, VideoFacts } from '../domain/video.ts';
import type { Work } from './find-work.ts';
import type { Forecast } from './forecast.ts';
import { keyForFile } from './key-for-file.ts';
import { placeContent } from './place-content.ts';
import type { StageRunner } from './stages/stage-runner.ts';
import type { startReport } from './start-report.ts';

export interface StageDependencies {
  readonly videos: VideoStore;
  readonly prober: MediaProber;
  /** Milliseconds of work since the command began; pauses do not count. */
  readonly elapsed: () => number;
  readonly paces: PaceMemory;
  readonly sidecars: SidecarStamps;
}

/** Runs stages for one video after another; what a file is, is found out once. */
export function startStages(
  { videos, prober, elapsed, paces, sidecars }: StageDependencies,
  reindex: readonly Stage[],
  report: ReturnType<typeof startReport>,
  signal: AbortSignal,
) {
  /** How stages have ended here, by content: it may lie at several places, with other subtitle files. */
  const doneHere = new Map<number, Map<StageRunner, StageRun>>();
  const factsOf = new Map<string, Promise<VideoFacts | undefined>>();
  const unreadable = new Set<string>();
  const probe = async (path: string) => {
    const facts = factsOf.get(path) ?? prober.probe(path, signal);
    factsOf.set(path, facts);
    try {
      return await facts;
    } catch (error) {
      unreadable.add(path);
      throw error;
    }
  };
  /** How the stage has ended for this content at another place; where it failed it is tried again. */
  const runOfTwin = (video: number, runner: StageRunner, key: StageKey, work: Work): StageRun | undefined => {
    const here = doneHere.get(video)?.get(runner);
    if (here !== undefined) return here;
    if (work.kind === 'known' || reindex.includes(key.stage)) return undefined;
    const run = videos.stageRun(video, key);
    return run?.state === 'failed' ? undefined : run;
  };
  return {
    /** Whether nobody can tell what a file is: then no other stage need be tried. */
    isUnreadable: (file: FoundFile) => unreadable.has(file.absolutePath),
    /** Returns whether the stage ran. */
    async runOne(
      runner: StageRunner,
      work: Work,
      forecast: Forecast,
      onEvent: (event: IndexEvent) => void,
    ): Promise<boolean> {
      const { file } = work;
      // Before anything is read: what changes meanwhile is seen by the next run.
      const key = await keyForFile(runner.key, file.absolutePath, sidecars);
      const video = placeContent(work, videos);
      const twin = runOfTwin(video, runner, key, work);
      if (twin !== undefined) {
        report.settled(file, work.kind === 'new' ? 'copied' : 'unchanged', [twin]);
        return false;
      }
      try {
        const facts = await probe(file.absolutePath);
        if (facts === undefined) {
          videos.putDone(video, key);
          report.found({ kind: 'skipped', path: file.absolutePath, reason: 'no-picture' }, 0);
          return false;
        }
        videos.putFacts(video, facts);
        const seconds = toSeconds(facts.duration);
        if (!runner.concerns(facts)) {
          videos.putDone(video, key);
          report.passed(key.stage, file, seconds);
          return true;
        }
        forecast.begin(file, facts.duration);
        const begun = elapsed();
        const outcome = await runner.run({ file, facts, video, key }, onEvent, signal);
        report.indexed(key.stage, file, { ...outcome, seconds });
        doneHere.set(video, (doneHere.get(video) ?? new Map()).set(runner, outcome.run));
        paces.addToPace(runner.key, facts.duration, Math.round((elapsed() - begun) * 1000));
        return true;
      } catch (error) {
        if (!isAboutOneVideo(error)) throw error;
        videos.putFailure(video, key, { code: error.code, message: error.message });
        report.failed(file, error);
        return false;
      }
    },
  };
}

/** Only what concerns the one file lets the others go on; a full disk or a missing ffmpeg concerns all. */
function isAboutOneVideo(error: unknown): error is HeimdexError {
  return error instanceof HeimdexError && error.code === 'media-unreadable';
}
