import { HeimdexError } from '../domain/errors.ts';
import { globMatcher } from '../domain/glob.ts';
import type { PlaceFacts } from '../domain/ports/library.ts';
import type { Volumes } from '../domain/ports/video-walker.ts';
import type { Moment } from '../domain/search-result.ts';
import { absolutePath } from '../domain/video.ts';

/** The places at a path that fits: a video's other places are not what was asked for. */
export function placesAt(
  pattern: string,
  places: ReadonlyMap<number, readonly PlaceFacts[]>,
  volumes: Volumes,
): ReadonlyMap<number, readonly PlaceFacts[]> {
  let matches: (path: string) => boolean;
  try {
    matches = globMatcher(pattern);
  } catch (error) {
    throw new HeimdexError('usage', `--in ${pattern} is no path pattern`, {
      hint: 'such as --in "2024/**/*.mp4"',
      cause: error,
    });
  }
  const fits = (place: PlaceFacts) => matches(currentPath(place, volumes).path);
  return new Map(
    [...places]
      .map(([video, list]) => [video, list.filter(fits)] as const)
      .filter(([, list]) => list.length > 0),
  );
}

/** The first place that can be opened now, else the first known one. */
export function showPlace(
  places: readonly PlaceFacts[],
  volumes: Volumes,
): Pick<Moment, 'path' | 'volume' | 'online'> {
  const shown = places.map((place) => ({ ...currentPath(place, volumes), volume: place.volumeLabel }));
  return shown.find(({ online }) => online) ?? shown[0] ?? { path: '', volume: '', online: false };
}

function currentPath(place: PlaceFacts, volumes: Volumes): { path: string; online: boolean } {
  const mountPath = volumes.mountPathOf({ identity: place.volume, mountPath: place.mountPath });
  return { path: absolutePath(mountPath ?? place.mountPath, place.path), online: mountPath !== undefined };
}
