import { HeimdexError } from '../domain/errors.ts';
import type { PlaceFacts } from '../domain/ports/library.ts';
import type { Volumes } from '../domain/ports/video-walker.ts';
import { absolutePath } from '../domain/video.ts';

/** Where a video lies. */
export interface ShownPlace {
  readonly path: string;
  readonly volume: string;
  readonly online: boolean;
}

/** How a user named a video. */
export interface NamedVideo {
  readonly named: string;
  /** The same as an absolute path. */
  readonly absolute: string;
  /** A path as results show it. */
  readonly shown: (path: string) => string;
}

/** So many videos are named where several fit. */
const NAMED = 3;

/**
 * Finds the video that a user named by its path or a unique end of it.
 *
 * @throws HeimdexError `usage` where no video fits, or several
 */
export function findVideo(
  { named, absolute, shown }: NamedVideo,
  places: ReadonlyMap<number, readonly PlaceFacts[]>,
  volumes: Volumes,
): { video: number; places: readonly ShownPlace[] } {
  const placesOf = new Map(
    [...places].map(([video, list]) => [
      video,
      list.map(({ volume, volumeLabel, mountPath, path }) => {
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
  return { video, places: placesOf.get(video)! };
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
