import type { VideoStore } from '../domain/ports/library.ts';
import type { Volumes } from '../domain/ports/video-walker.ts';

/** How many files lie on volumes that are not mounted now. */
export function countOffline({ videos, volumes }: { videos: VideoStore; volumes: Volumes }): number {
  return videos
    .volumes()
    .filter((volume) => volumes.mountPathOf(volume) === undefined)
    .reduce((sum, volume) => sum + volume.places, 0);
}
