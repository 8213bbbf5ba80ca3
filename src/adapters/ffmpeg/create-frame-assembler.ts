import type { Readable } from 'node:stream';
import type { DecodedFrame, RgbImage } from '../../domain/frame.ts';
import type { Microseconds } from '../../domain/time.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Whole frames held ready while the consumer is busy: enough to ride over a batch, small beside a model. */
const READY_FRAMES = 32;

export interface FrameAssembler {
  /** The time of the next frame in order. */
  addTime(time: Microseconds): void;
  /** The next frame with both pictures and its time; undefined after the last. */
  next(): Promise<DecodedFrame | undefined>;
  end(): void;
  fail(error: Error): void;
  /** Stops reading for good. */
  discard(): void;
}

/**
 * Puts frames together from two pipes of raw pictures and a list of times. Both pipes are always drained together:
 * ffmpeg writes them in turn, so waiting for one while the other is full would stand still for ever.
 */
export function createFrameAssembler(
  streams: { model: Readable; thumbnail: Readable },
  sizes: { model: Size; thumbnail: Size },
): FrameAssembler {
  const model: RgbImage[] = [];
  const thumbnails: RgbImage[] = [];
  const times: Microseconds[] = [];
  let ended = false;
  let failure: Error | undefined;
  let wake: (() => void) | undefined;
  const ready = () => Math.min(model.length, thumbnails.length, times.length);
  const setFlow = () => {
    const full = Math.min(model.length, thumbnails.length) >= READY_FRAMES;
    for (const stream of [streams.model, streams.thumbnail]) {
      if (full) stream.pause();
      else stream.resume();
    }
  };
  const changed = () => {
    setFlow();
    if (ready() > 0 || ended) wake?.();
  };
  const into = (list: RgbImage[]) => (picture: RgbImage) => {
    list.push(picture);
    changed();
  };
  cutIntoPictures(streams.model, sizes.model, into(model));
  cutIntoPictures(streams.thumbnail, sizes.thumbnail, into(thumbnails));
  return {
    addTime(time) {
      times.push(time);
      changed();
    },
    async next() {
      while (ready() === 0 && !ended) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        wake = undefined;
      }
      if (failure !== undefined) throw failure;
      if (ready() === 0) return undefined;
      const frame = { time: times.shift()!, forModel: model.shift()!, forThumbnail: thumbnails.shift()! };
      setFlow();
      return frame;
    },
    end() {
      ended = true;
      wake?.();
    },
    fail(error) {
      failure = error;
      ended = true;
      wake?.();
    },
    discard() {
      streams.model.destroy();
      streams.thumbnail.destroy();
    },
  };
}

function cutIntoPictures(stream: Readable, size: Size, onPicture: (picture: RgbImage) => void): void {
  const bytes = size.width * size.height * 3;
  let pixels = new Uint8Array(bytes);
  let filled = 0;
  stream.on('error', () => {});
  stream.on('data', (chunk: Buffer) => {
    let from = 0;
    while (from < chunk.length) {
      const count = Math.min(chunk.length - from, bytes - filled);
      pixels.set(chunk.subarray(from, from + count), filled);
      filled += count;
      from += count;
      if (filled === bytes) {
        onPicture({ ...size, pixels });
        pixels = new Uint8Array(bytes);
        filled = 0;
      }
    }
  });
}
