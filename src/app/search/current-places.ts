import type { PlaceFacts } from '../../domain/ports/library.ts';
import type { Volumes } from '../../domain/ports/video-walker.ts';
import type { Moment } from '../../domain/search-result.ts';
import { absolutePath } from '../../domain/video.ts';

/** The first place that can be opened now, else the first known one. */
export function showPlace(
  places: readonly PlaceFacts[],
  volumes: Volumes,
): Pick<Moment, 'path' | 'volume' | 'online'> {
  const shown = places.map((place) => ({ ...currentPath(place, volumes), volume: place.volumeLabel }));
  return shown.find(({ online }) => online) ?? shown[0] ?? { path: '', volume: '', online: false };
}

/** Where a place lies now, or lay when its volume was last seen. Absolute. */
export function currentPath(place: PlaceFacts, volumes: Volumes): { path: string; online: boolean } {
  const mountPath = volumes.mountPathOf({ identity: place.volume, mountPath: place.mountPath });
  return { path: absolutePath(mountPath ?? place.mountPath, place.path), online: mountPath !== undefined };
}
