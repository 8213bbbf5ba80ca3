import { kindOfName } from '../domain/media-kind.ts';
import type { MediaProber, PhotoReader } from '../domain/ports/media.ts';

/** A prober that has photos, told by their names, probed as photos. */
export function probeByKind(prober: MediaProber, photos: PhotoReader): MediaProber {
  return {
    probe: (path, signal) => (kindOfName(path) === 'photo' ? photos.probe(path) : prober.probe(path, signal)),
  };
}
