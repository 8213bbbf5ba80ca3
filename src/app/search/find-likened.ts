import { HeimdexError } from '../../domain/errors.ts';
import type { FrameHit } from '../../domain/moments.ts';
import type { VideoTime } from '../../domain/parse-video-time.ts';
import type { Space } from '../../domain/space.ts';
import { findVideo } from '../find-video.ts';
import { MANY, type SearchContext } from './search-context.ts';

/**
 * The frame of a library that a user named to find others like it.
 *
 * @throws HeimdexError `usage` where no video fits, or several, or it has no picture in the space
 */
export function findLikened(
  { video: named, time }: VideoTime,
  space: Space,
  { store, volumes, pathsOf }: SearchContext,
): FrameHit {
  const { video, places } = findVideo(pathsOf(named), store.places(), volumes);
  const [sample] = store.sample(space, 1);
  const frames = sample === undefined ? [] : store.nearest(space, sample, MANY, { videos: [video] });
  // The frame that stands for the time comes before a nearer one of another shot.
  const beside = ({ start, end }: FrameHit) => Math.max(start - time, time - end + 1, 0);
  const [nearest] = frames.sort(
    (a, b) => beside(a) - beside(b) || Math.abs(a.time - time) - Math.abs(b.time - time) || a.time - b.time,
  );
  if (nearest === undefined) {
    throw new HeimdexError('usage', `${places[0]!.path} has no picture in the library`, {
      hint: 'heimdex status tells what could not be indexed',
    });
  }
  return nearest;
}
