import { HeimdexError, throwIfInterrupted } from '../domain/errors.ts';
import type { IndexEvent, IndexReport } from '../domain/indexing.ts';
import type { ImageTextModel } from '../domain/manifest/schema.ts';
import { kindOf } from '../domain/media-kind.ts';
import type { ImageEncoder } from '../domain/ports/encoders.ts';
import type { FrameStore, StageKey, VideoStore } from '../domain/ports/library.ts';
import type { FrameSource, MediaProber, SamplingOptions, Thumbnailer } from '../domain/ports/media.ts';
import { sightSpaceOf } from '../domain/space.ts';
import { fromSeconds, type Microseconds, toSeconds } from '../domain/time.ts';
import { type FindDependencies, findWork, forgetGonePlaces, isWork, type Work } from './find-work.ts';
import { runSight } from './stages/run-sight.ts';
import { startReport } from './start-report.ts';

export interface IndexDependencies extends FindDependencies {
  readonly prober: MediaProber;
  readonly frameSource: FrameSource;
  readonly thumbnailer: Thumbnailer;
  readonly frames: FrameStore;
  /** Opens the model's picture tower; called once, when the first video needs it. */
  readonly openEncoder: () => Promise<ImageEncoder>;
}

export interface IndexOptions {
  /** Folders and files, as the walker resolves them. */
  readonly roots: readonly string[];
  readonly model: ImageTextModel;
  /** Runs the stage again for videos that have it. */
  readonly reindex: boolean;
}

const SAMPLING_INTERVAL: Microseconds = fromSeconds(1);
const THUMBNAIL_SIDE = 320;

/** Brings a library up to date with folders of video. An interruption ends it in order, with what was done reported. */
export async function indexLibrary(
  options: IndexOptions,
  dependencies: IndexDependencies,
  onEvent: (event: IndexEvent) => void,
  signal: AbortSignal,
): Promise<IndexReport> {
  const { videos, frames } = dependencies;
  const space = frames.ensureSpace(sightSpaceOf(options.model));
  const sampling = samplingFor(options.model);
  const stage: StageKey = {
    stage: 'sight',
    parameters: `space=${space.id} interval=${sampling.interval} thumbnail=${sampling.thumbnailSide}`,
  };
  const report = startReport(onEvent);
  const pending: Work[] = [];
  let encoder: ImageEncoder | undefined;
  try {
    const how = { stage, reindex: options.reindex };
    for await (const finding of findWork(options.roots, how, dependencies, signal)) {
      if (isWork(finding)) pending.push(finding);
      report.found(finding, pending.length);
    }
    report.gone(await forgetGonePlaces(options.roots, dependencies));
    const indexOne = async (work: Work): Promise<void> => {
      const video = placeContent(work, videos);
      if (work.kind === 'new' && !options.reindex) {
        // A twin of a content that this run has met already.
        const run = videos.stageRun(video, stage);
        if (run !== undefined && run.state !== 'failed')
          return report.found({ kind: 'copied', file: work.file, run }, 0);
      }
      try {
        const facts = await dependencies.prober.probe(work.file.absolutePath, signal);
        if (facts === undefined) {
          videos.putDone(video, stage);
          return report.found({ kind: 'skipped', path: work.file.absolutePath, reason: 'no-picture' }, 0);
        }
        videos.putFacts(video, facts);
        if (kindOf(facts) === 'audio') {
          // A video without frames: no model is loaded for it.
          videos.putDone(video, stage);
          const seconds = toSeconds(facts.duration);
          return report.indexed(work.file, { frames: 0, run: { state: 'done' }, seconds });
        }
        encoder ??= await dependencies.openEncoder();
        const sight = { file: work.file, facts, video, space, stage, sampling, encoder };
        report.indexed(work.file, await runSight(sight, dependencies, onEvent, signal));
      } catch (error) {
        if (!isAboutOneVideo(error)) throw error;
        videos.putFailure(video, stage, { code: error.code, message: error.message });
        report.failed(work.file, error);
      }
    };
    for (const [index, work] of pending.entries()) {
      throwIfInterrupted(signal);
      onEvent({ kind: 'video-started', path: work.file.absolutePath, index, total: pending.length });
      await indexOne(work);
    }
    videos.removeUnplaced();
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await encoder?.close();
  }
  report.offline(countOffline(dependencies));
  return report.finish({ interrupted: signal.aborted, inferenceMs: encoder?.busyMilliseconds() ?? 0 });
}

/** Only what concerns the one file lets the others go on; a full disk or a missing ffmpeg concerns all. */
function isAboutOneVideo(error: unknown): error is HeimdexError {
  return error instanceof HeimdexError && error.code === 'media-unreadable';
}

/** The library's number of a content, which is added where it is new; its place is recorded. */
function placeContent(work: Work, videos: VideoStore): number {
  if (work.kind === 'known') return work.video;
  const video = videos.findByFingerprint(work.fingerprint)?.video ?? videos.addVideo(work.fingerprint);
  videos.putPlace(work.place, work.file, video);
  return video;
}

function samplingFor({ config: { vision } }: ImageTextModel): SamplingOptions {
  return {
    modelSize: vision.size,
    crop: vision.crop,
    resample: vision.resample,
    interval: SAMPLING_INTERVAL,
    thumbnailSide: THUMBNAIL_SIDE,
  };
}

function countOffline({ videos, volumes }: FindDependencies): number {
  return videos
    .volumes()
    .filter((volume) => volumes.mountPathOf(volume) === undefined)
    .reduce((sum, volume) => sum + volume.places, 0);
}
