import type { IndexEvent } from '../../domain/indexing.ts';
import type { ImageEncoder } from '../../domain/ports/encoders.ts';
import type { FrameStore, StageKey, StageRun } from '../../domain/ports/library.ts';
import type { FrameSource, SamplingOptions, Thumbnailer } from '../../domain/ports/media.ts';
import { createReadableTime } from '../../domain/readable-time.ts';
import type { Space } from '../../domain/space.ts';
import { fromSeconds, type Microseconds, toSeconds } from '../../domain/time.ts';
import type { FoundFile, VideoFacts } from '../../domain/video.ts';
import { embedFrames } from './embed-frames.ts';

/** Less than this part of a video decoded means that the file is damaged: containers round their length. */
const WHOLE = 0.95;

export interface SightDependencies {
  readonly frameSource: FrameSource;
  readonly thumbnailer: Thumbnailer;
  readonly frames: FrameStore;
}

/** One video, and what the stage "sight" runs with. */
export interface SightWork {
  readonly file: FoundFile;
  readonly facts: VideoFacts;
  readonly video: number;
  readonly space: Space;
  readonly stage: StageKey;
  readonly sampling: SamplingOptions;
  readonly encoder: ImageEncoder;
}

/**
 * Decodes a video, embeds its frames and stores them in one transaction.
 *
 * @throws HeimdexError `media-unreadable`, `interrupted`; nothing is stored then
 */
export async function runSight(
  { file, facts, video, space, stage, sampling, encoder }: SightWork,
  { frameSource, thumbnailer, frames }: SightDependencies,
  onEvent: (event: IndexEvent) => void,
  signal: AbortSignal,
): Promise<{ frames: number; run: StageRun; seconds: number }> {
  const writer = frames.writer(video, space, stage);
  let count = 0;
  let last = facts.start;
  let complained = false;
  const frameTime = facts.frameRate > 0 ? fromSeconds(1 / facts.frameRate) : 0;
  const longest = Math.max(2 * sampling.interval, 3 * frameTime);
  const readable = createReadableTime(sampling.interval, longest);
  try {
    const onComplaint = () => {
      complained = true;
    };
    const decoded = frameSource.frames(file.absolutePath, facts, sampling, signal, onComplaint);
    for await (const batch of embedFrames(decoded, { encoder, thumbnailer }, signal)) {
      writer.add(batch);
      count += batch.length;
      for (const { time } of batch) readable.add(time);
      last = batch.at(-1)!.time;
      onEvent({
        kind: 'frames',
        path: file.absolutePath,
        frames: count,
        time: last - facts.start,
        duration: facts.duration,
      });
    }
    const run: StageRun = complained ? judge(readable.covered(), facts.duration) : { state: 'done' };
    writer.commit(run);
    return { frames: count, run, seconds: toSeconds(facts.duration) };
  } finally {
    writer.discard();
  }
}

/** How much the frames cover tells. Without a complaint a video may well end before its sound, or stand still. */
function judge(readable: Microseconds, duration: Microseconds): StageRun {
  if (readable >= duration * WHOLE) return { state: 'done' };
  return {
    state: 'partial',
    code: 'media-damaged',
    message: `damaged: ${toSeconds(readable).toFixed(0)} of ${toSeconds(duration).toFixed(0)} s are readable`,
  };
}
