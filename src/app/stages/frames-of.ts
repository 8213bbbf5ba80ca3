import { qualityOf } from '../../domain/frames/quality-of.ts';
import { kindOf } from '../../domain/media-kind.ts';
import type { DecodeOptions, PhotoReader, VideoDecoder } from '../../domain/ports/media.ts';
import { fromSeconds } from '../../domain/time.ts';
import type { VideoFacts } from '../../domain/video.ts';
import { type ChoosingListener, type ChosenFrame, chooseFrames } from './choose-frames.ts';

export interface PictureSources {
  readonly decoder: VideoDecoder;
  readonly photos: PhotoReader;
}

/** What is told on the way, beside the frames. */
export interface FramesListener extends ChoosingListener {
  /** What the decoder finds wrong with the file. */
  onComplaint(complaint: string): void;
  /** What is no fault of the file. */
  onNotice(notice: string): void;
}

/** How long a frame is shown where neither the container nor a neighbour tells: 25 a second. */
const USUAL_FRAME_LENGTH = fromSeconds(1 / 25);

/** How long a video's frames are shown on average, microseconds. */
export function frameLengthOf({ frameRate }: VideoFacts): number {
  return frameRate > 0 ? fromSeconds(1 / frameRate) : USUAL_FRAME_LENGTH;
}

/** The frames that stand for a file: those chosen of a video, and of a photo itself, whatever it shows. */
export async function* framesOf(
  path: string,
  facts: VideoFacts,
  { decoder, photos }: PictureSources,
  options: DecodeOptions,
  listener: FramesListener,
  signal: AbortSignal,
): AsyncGenerator<ChosenFrame> {
  if (kindOf(facts) === 'photo') {
    const { frame, small } = await photos.read(path, options);
    yield { time: frame.time, quality: qualityOf(small), payload: frame };
    return;
  }
  const { onComplaint, onNotice } = listener;
  const pictures = decoder.decode(path, facts, options, signal, onComplaint, onNotice);
  yield* chooseFrames(pictures, frameLengthOf(facts), listener);
}
