import type { DecodedFrame, SmallFrame } from '../../domain/frame.ts';
import { createFrameChooser } from '../../domain/frames/create-frame-chooser.ts';
import type { FrameCandidate } from '../../domain/frames/frame-candidate.ts';
import { qualityOf } from '../../domain/frames/quality-of.ts';
import type { DecodedPicture } from '../../domain/ports/media.ts';
import type { Shot, Transition } from '../../domain/shot.ts';
import { createShotDetector } from '../../domain/shots/create-shot-detector.ts';
import type { Microseconds } from '../../domain/time.ts';

/** A frame that stands for its shot, or for a part of it. */
export type ChosenFrame = FrameCandidate<DecodedFrame>;

export interface ChoosingListener {
  /** Told of each shot when it is known, in order. */
  onShot(shot: Shot): void;
  /** Told how far the video has been decoded: where its last frame so far ends. */
  onDecoded(end: Microseconds): void;
}

/**
 * Cuts a decoded video into shots and yields the frames chosen of each, in order of time. Candidates are held until
 * their shot ends, 30 s at most.
 *
 * @param frameLength how long a frame is shown on average, microseconds; no longer than this does the last one last
 */
export async function* chooseFrames(
  pictures: AsyncIterable<DecodedPicture>,
  frameLength: Microseconds,
  { onShot, onDecoded }: ChoosingListener,
): AsyncGenerator<ChosenFrame> {
  const detector = createShotDetector();
  const chooser = createFrameChooser<DecodedFrame>();
  let begun: { start: Microseconds; transition: Transition } | undefined;
  let small: SmallFrame | undefined;
  let end: Microseconds = 0;

  const endShot = (at: Microseconds, next?: Transition): ChosenFrame[] => {
    if (begun === undefined) return [];
    const shot: Shot = { ...begun, end: at };
    begun = next === undefined ? undefined : { start: at, transition: next };
    onShot(shot);
    return chooser.shotEnds(shot, next);
  };
  for await (const picture of pictures) {
    const { frame } = picture;
    if (picture.kind === 'candidate') {
      // It comes right after the small picture of the same frame.
      const quality = qualityOf(small!);
      yield* chooser.candidate({ time: frame.time, quality, payload: picture.frame });
      continue;
    }
    begun ??= { start: frame.time, transition: 'start' };
    // Behind a gap the last step says nothing about how long a frame is shown.
    end = frame.time + Math.min(frameLength, small === undefined ? frameLength : frame.time - small.time);
    small = picture.frame;
    for (const cut of detector.push(small)) yield* endShot(cut.time, cut.transition);
    onDecoded(end);
  }
  for (const cut of detector.end()) yield* endShot(cut.time, cut.transition);
  yield* endShot(end);
}
