import { HeimdexError } from '../domain/errors.ts';
import type { VideoTime } from '../domain/parse-video-time.ts';
import type { FrameFacts, FrameFinder } from '../domain/ports/frame-finder.ts';
import type { Volumes } from '../domain/ports/video-walker.ts';
import { absolutePath } from '../domain/video.ts';

/** Where a video lies. */
export interface ShownPlace {
  readonly path: string;
  readonly volume: string;
  readonly online: boolean;
}

export interface ShownFrame extends FrameFacts {
  readonly places: readonly ShownPlace[];
}

/** So many videos are named where several fit. */
const NAMED = 3;

/**
 * Finds the frame nearest to a time of the video that a user named by its path or a unique end of it.
 *
 * @param absolute the named path as an absolute one
 * @param shown a path as results show it
 * @throws HeimdexError `usage` where no video fits, or several, or it has no frame
 */
export function showFrame(
  { video: named, time }: VideoTime,
  { absolute, shown }: { absolute: string; shown: (path: string) => string },
  { frames, volumes }: { frames: FrameFinder; volumes: Volumes },
): ShownFrame {
  const placesOf = new Map(
    [...frames.places()].map(([video, places]) => [
      video,
      places.map(({ volume, volumeLabel, mountPath, path }) => {
        const mounted = volumes.mountPathOf({ identity: volume, mountPath });
        const whole = absolutePath(mounted ?? mountPath, path);
        return { path: whole, volume: volumeLabel, online: mounted !== undefined };
      }),
    ]),
  );
  // The nearer to the whole path, the surer it is the one that is meant.
  const video = onlyOne(named, placesOf, [
    (path) => path === absolute || shown(path) === named,
    (path) => path.endsWith(`/${named}`) || shown(path).endsWith(`/${named}`),
    (path) => path.endsWith(named),
  ]);
  const places = placesOf.get(video)!;
  const frame = frames.nearestFrame(video, time);
  if (frame === undefined) {
    throw new HeimdexError('usage', `${places[0]!.path} has no frame in the library`, {
      hint: 'heimdex status tells what could not be indexed',
    });
  }
  return { ...frame, places };
}

/** The one video that fits, by the first of the ways by which any does. */
function onlyOne(
  named: string,
  placesOf: ReadonlyMap<number, readonly ShownPlace[]>,
  ways: readonly ((path: string) => boolean)[],
): number {
  for (const fits of ways) {
    const fitting = [...placesOf].flatMap(([video, places]) => {
      const place = places.find(({ path }) => fits(path));
      return place === undefined ? [] : [{ video, path: place.path }];
    });
    if (fitting.length === 1) return fitting[0]!.video;
    if (fitting.length > 1) {
      const paths = fitting.slice(0, NAMED).map(({ path }) => path);
      const more = fitting.length > NAMED ? `, and ${fitting.length - NAMED} more` : '';
      throw new HeimdexError('usage', `${named} fits several videos: ${paths.join(', ')}${more}`, {
        hint: 'write more of the path',
      });
    }
  }
  throw new HeimdexError('usage', `the library has no video ${named}`, {
    hint: 'write its path as heimdex search shows it, or index it: heimdex index FOLDER',
  });
}
