import type { StoredPlace } from '../domain/ports/library.ts';
import type { VideoWalker, Volumes } from '../domain/ports/video-walker.ts';
import { absolutePath, type Volume } from '../domain/video.ts';

/**
 * Whether a file has left the place that the library knows: its volume is mounted, the path leads to that volume, and
 * nothing lies there. A drive that is away, or pulled out while this looks, or hidden under another one, has lost nothing.
 */
export async function hasLeft(
  place: Pick<StoredPlace, 'path'>,
  volume: Pick<Volume, 'identity' | 'mountPath'>,
  { walker, volumes }: { walker: VideoWalker; volumes: Volumes },
): Promise<boolean> {
  const mountPath = volumes.mountPathOf(volume);
  if (mountPath === undefined) return false;
  const path = absolutePath(mountPath, place.path);
  if (!(await walker.isGone(path))) return false;
  volumes.lookAgain();
  return volumes.mountPathOf(volume) === mountPath && volumes.of(path).identity === volume.identity;
}
