import { HeimdexError } from '../domain/errors.ts';
import type { IndexEvent, IndexReport } from '../domain/indexing.ts';
import type { ImageTextModel } from '../domain/manifest/schema.ts';
import type { ImageEncoder } from '../domain/ports/encoders.ts';
import type { FrameStore, StageKey, StageRun } from '../domain/ports/library.ts';
import type { FrameSource, MediaProber, SamplingOptions, Thumbnailer } from '../domain/ports/media.ts';
import { type Space, sightSpaceOf } from '../domain/space.ts';
import { fromSeconds, type Microseconds, toSeconds } from '../domain/time.ts';
import type { FoundFile, VideoFacts } from '../domain/video.ts';
import { type FindDependencies, findWork, forgetGonePlaces } from './find-work.ts';
import { embedFrames } from './stages/embed-frames.ts';
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
  /** Folders and files, absolute. */
  readonly roots: readonly string[];
  readonly model: ImageTextModel;
  /** Runs the stage again for videos that have it. */
  readonly reindex: boolean;
}

const SAMPLING_INTERVAL: Microseconds = fromSeconds(1);
const THUMBNAIL_SIDE = 320;

/** Less than this part of a video decoded means that the file is damaged: containers round their length. */
const WHOLE = 0.95;

/** Brings a library up to date with folders of video. An interruption ends it in order, with what was done reported. */
export async function indexLibrary(
  options: IndexOptions,
  dependencies: IndexDependencies,
  onEvent: (event: IndexEvent) => void,
  signal: AbortSignal,
): Promise<IndexReport> {
  const { videos, frames } = dependencies;
  const space = frames.ensureSpace(sightSpaceOf(options.model));
  const sampling: SamplingOptions = {
    ...samplingFor(options.model),
    interval: SAMPLING_INTERVAL,
    thumbnailSide: THUMBNAIL_SIDE,
  };
  const stage: StageKey = {
    stage: 'sight',
    parameters: `space=${space.id} interval=${sampling.interval} thumbnail=${sampling.thumbnailSide}`,
  };
  const report = startReport(onEvent);
  const pending: { file: FoundFile; video: number }[] = [];
  let encoder: ImageEncoder | undefined;
  try {
    for await (const finding of findWork(
      options.roots,
      { stage, reindex: options.reindex },
      dependencies,
      signal,
    )) {
      if (finding.kind === 'work') pending.push(finding);
      report.found(finding, pending.length);
    }
    report.gone(await forgetGonePlaces(options.roots, dependencies));
    for (const [index, { file, video }] of pending.entries()) {
      if (signal.aborted) break;
      onEvent({ kind: 'video-started', path: file.absolutePath, index, total: pending.length });
      try {
        const facts = await dependencies.prober.probe(file.absolutePath, signal);
        videos.putFacts(video, facts);
        encoder ??= await dependencies.openEncoder();
        const work = { file, facts, video, space, stage, sampling, encoder };
        const outcome = await runSight(work, dependencies, onEvent, signal);
        report.indexed(file, outcome);
      } catch (error) {
        if (signal.aborted) break;
        if (!isAboutOneVideo(error)) throw error;
        videos.putFailure(video, stage, { code: error.code, message: error.message });
        report.failed(file, error);
      }
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

function samplingFor({
  config: { vision },
}: ImageTextModel): Pick<SamplingOptions, 'modelSize' | 'crop' | 'resample'> {
  return { modelSize: vision.size, crop: vision.crop, resample: vision.resample };
}

interface SightWork {
  readonly file: FoundFile;
  readonly facts: VideoFacts;
  readonly video: number;
  readonly space: Space;
  readonly stage: StageKey;
  readonly sampling: SamplingOptions;
  readonly encoder: ImageEncoder;
}

async function runSight(
  { file, facts, video, space, stage, sampling, encoder }: SightWork,
  { frameSource, thumbnailer, frames }: IndexDependencies,
  onEvent: (event: IndexEvent) => void,
  signal: AbortSignal,
): Promise<{ frames: number; run: StageRun; seconds: number }> {
  const writer = frames.writer(video, space, stage);
  let count = 0;
  let last = facts.start;
  try {
    const decoded = frameSource.frames(file.absolutePath, facts, sampling, signal);
    for await (const batch of embedFrames(decoded, { encoder, thumbnailer }, signal)) {
      writer.add(batch);
      count += batch.length;
      last = batch.at(-1)!.time;
      onEvent({
        kind: 'frames',
        path: file.absolutePath,
        frames: count,
        time: last - facts.start,
        duration: facts.duration,
      });
    }
    const run = judge(last - facts.start + sampling.interval, facts.duration);
    writer.commit(run);
    return { frames: count, run, seconds: toSeconds(facts.duration) };
  } finally {
    writer.discard();
  }
}

/** ffmpeg ends with success on a truncated file: how far its frames reach tells. */
function judge(reached: Microseconds, duration: Microseconds): StageRun {
  if (reached >= duration * WHOLE) return { state: 'done' };
  return {
    state: 'partial',
    code: 'media-damaged',
    message: `damaged: ${toSeconds(reached).toFixed(0)} of ${toSeconds(duration).toFixed(0)} s are readable`,
  };
}

function countOffline({ videos, volumes }: FindDependencies): number {
  return videos
    .volumes()
    .filter((volume) => volumes.mountPathOf(volume) === undefined)
    .reduce((sum, volume) => sum + volume.places, 0);
}
