import type { DecodedFrame } from '../domain/frame.ts';
import { kindOf, kindOfName } from '../domain/media-kind.ts';
import type { FrameSource, MediaProber, PhotoReader } from '../domain/ports/media.ts';

/** A prober that has photos, told by their names, probed as photos. */
export function probeByKind(prober: MediaProber, photos: PhotoReader): MediaProber {
  return {
    probe: (path, signal) => (kindOfName(path) === 'photo' ? photos.probe(path) : prober.probe(path, signal)),
  };
}

/** A source of frames by what the facts say: of a photo its one picture, of sound none. */
export function framesByKind(source: FrameSource, photos: PhotoReader): FrameSource {
  return {
    async *frames(path, facts, options, signal, onComplaint): AsyncGenerator<DecodedFrame> {
      const kind = kindOf(facts);
      if (kind === 'video') yield* source.frames(path, facts, options, signal, onComplaint);
      if (kind === 'photo') yield (await photos.read(path, options)).frame;
    },
  };
}
