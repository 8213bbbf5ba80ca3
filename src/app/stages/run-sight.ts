import type { IndexEvent } from '../../domain/indexing.ts';
import type { ImageEncoder } from '../../domain/ports/encoders.ts';
import type { FrameStore, StageRun } from '../../domain/ports/library.ts';
import type { DecodeOptions, Thumbnailer } from '../../domain/ports/media.ts';
import { createReadableTime } from '../../domain/readable-time.ts';
import type { Shot } from '../../domain/shot.ts';
import type { Space } from '../../domain/space.ts';
import { type Microseconds, toSeconds } from '../../domain/time.ts';
import { embedFrames } from './embed-frames.ts';
import { frameLengthOf, framesOf, type PictureSources } from './frames-of.ts';
import type { StageOutcome, StageWork } from './stage-runner.ts';

/** Less than this part of a video decoded means that the file is damaged: containers round their length. */
const WHOLE = 0.95;

/** Two frames may lie this far apart without anything missing: some videos stand still. */
const LONGEST_PAUSE: Microseconds = 1_000_000;

export interface SightDependencies extends PictureSources {
  readonly thumbnailer: Thumbnailer;
  readonly frames: FrameStore;
}

/** One video, and what the stage "sight" runs with. */
export interface SightWork extends StageWork {
  readonly space: Space;
  readonly sampling: DecodeOptions;
  readonly encoder: ImageEncoder;
}

/** Between two tellings of progress lies so much of the video. */
const PROGRESS_STEP: Microseconds = 2_000_000;

/**
 * Decodes a video, finds its shots, chooses their frames, embeds them and stores all in one transaction.
 *
 * @throws HeimdexError `media-unreadable`, `interrupted`; nothing is stored then
 */
export async function runSight(
  { file, facts, video, key, space, sampling, encoder }: SightWork,
  dependencies: SightDependencies,
  onEvent: (event: IndexEvent) => void,
  signal: AbortSignal,
): Promise<StageOutcome> {
  const path = file.absolutePath;
  const writer = dependencies.frames.writer(video, space, key);
  const frameLength = frameLengthOf(facts);
  const readable = createReadableTime(frameLength, Math.max(LONGEST_PAUSE, 3 * frameLength));
  let count = 0;
  let complained = false;
  let told = facts.start;
  const tell = (time: Microseconds) => {
    told = time;
    onEvent({ kind: 'frames', path, frames: count, time: time - facts.start, duration: facts.duration });
  };
  const listener = {
    onShot: (shot: Shot) => writer.addShots([shot]),
    onDecoded: (time: Microseconds) => {
      readable.add(time);
      if (time - told >= PROGRESS_STEP) tell(time);
    },
    onComplaint: () => {
      complained = true;
    },
    onNotice: (message: string) => onEvent({ kind: 'notice', path, message }),
  };
  try {
    const chosen = framesOf(path, facts, dependencies, sampling, listener, signal);
    for await (const batch of embedFrames(chosen, { ...dependencies, encoder }, signal)) {
      writer.add(batch);
      count += batch.length;
      tell(Math.max(told, batch.at(-1)!.time));
    }
    const run: StageRun = complained ? judge(readable.covered(), facts.duration) : { state: 'done' };
    writer.commit(run);
    return { brought: { frames: count }, run };
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
