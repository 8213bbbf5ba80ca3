import { HeimdexError } from '../domain/errors.ts';
import type { FrameFacts, FrameFinder } from '../domain/ports/frame-finder.ts';
import type { Volumes } from '../domain/ports/video-walker.ts';
import type { Microseconds } from '../domain/time.ts';
import { findVideo, type NamedVideo, type ShownPlace } from './find-video.ts';

export interface ShownFrame extends FrameFacts {
  readonly places: readonly ShownPlace[];
}

/**
 * Finds the frame nearest to a time of the video that a user named by its path or a unique end of it.
 *
 * @throws HeimdexError `usage` where no video fits, or several, or it has no frame
 */
export function showFrame(
  named: NamedVideo,
  time: Microseconds,
  { frames, volumes }: { frames: FrameFinder; volumes: Volumes },
): ShownFrame {
  const { video, places } = findVideo(named, frames.places(), volumes);
  const frame = frames.nearestFrame(video, time);
  if (frame === undefined) {
    throw new HeimdexError('usage', `${places[0]!.path} has no frame in the library`, {
      hint: 'heimdex status tells what could not be indexed',
    });
  }
  return { ...frame, places };
}
