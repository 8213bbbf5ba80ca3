import type { DecodedFrame, EmbeddedFrame } from '../../domain/frame.ts';
import type { ImageEncoder } from '../../domain/ports/encoders.ts';
import type { Thumbnailer } from '../../domain/ports/media.ts';
import { batched } from '../flow/batched.ts';
import { mapAhead } from '../flow/map-ahead.ts';

/** One batch in the encoder and one waiting for it: the encoder never idles while frames can be decoded. */
const BATCHES_AHEAD = 2;

/** The stage "sight": decoded frames to vectors and thumbnails, a batch at a time, in order. */
export function embedFrames(
  frames: AsyncIterable<DecodedFrame>,
  { encoder, thumbnailer }: { encoder: ImageEncoder; thumbnailer: Thumbnailer },
  signal: AbortSignal,
): AsyncGenerator<EmbeddedFrame[]> {
  return mapAhead(batched(frames, encoder.batchSize), BATCHES_AHEAD, async (batch) => {
    const [vectors, thumbnails] = await Promise.all([
      encoder.embedImages(
        batch.map((frame) => frame.forModel),
        signal,
      ),
      Promise.all(batch.map((frame) => thumbnailer.encode(frame.forThumbnail))),
    ]);
    return batch.map(({ time }, index) => ({ time, vector: vectors[index]!, thumbnail: thumbnails[index]! }));
  });
}
