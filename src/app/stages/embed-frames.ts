import type { EmbeddedFrame } from '../../domain/frame.ts';
import type { ImageEncoder } from '../../domain/ports/encoders.ts';
import type { Thumbnailer } from '../../domain/ports/media.ts';
import { batched } from '../flow/batched.ts';
import { mapAhead } from '../flow/map-ahead.ts';
import type { ChosenFrame } from './choose-frames.ts';

/** One batch in the encoder and one waiting for it: the encoder never idles while frames can be decoded. */
const BATCHES_AHEAD = 2;

/** The stage "sight": chosen frames to vectors and thumbnails, a batch at a time, in order. */
export function embedFrames(
  frames: AsyncIterable<ChosenFrame>,
  { encoder, thumbnailer }: { encoder: ImageEncoder; thumbnailer: Thumbnailer },
  signal: AbortSignal,
): AsyncGenerator<EmbeddedFrame[]> {
  return mapAhead(batched(frames, encoder.batchSize), BATCHES_AHEAD, async (batch) => {
    const [vectors, thumbnails] = await Promise.all([
      encoder.embedImages(
        batch.map(({ payload }) => payload.forModel),
        signal,
      ),
      Promise.all(batch.map(({ payload }) => thumbnailer.encode(payload.forThumbnail))),
    ]);
    return batch.map(({ time, quality }, index) => ({
      time,
      quality,
      vector: vectors[index]!,
      thumbnail: thumbnails[index]!,
    }));
  });
}
