import type { Readable } from 'node:stream';
import type { Size } from '../../domain/fit-inside.ts';
import type { DecodedPicture } from '../../domain/ports/media.ts';
import type { Microseconds } from '../../domain/time.ts';
import { createHandOver, type HandOver } from './create-hand-over.ts';
import { cutIntoPictures } from './cut-into-pictures.ts';
import type { FrameMark } from './read-frame-times.ts';

/** Pictures held ready while the consumer is busy: enough to ride over a batch, some 20 MB at most. */
const READY = { small: 128, candidates: 16 };

/** ffmpeg's outputs run ahead of each other by a few frames. By so many, it is no ffmpeg that writes them. */
const MOST_AHEAD = { small: 1024, candidates: 64, marks: 8192 };

/** One thing of each of the decoder's outputs. */
interface Outputs<T> {
  readonly small: T;
  readonly model: T;
  readonly thumbnail: T;
}

export interface PictureAssembler extends HandOver<DecodedPicture> {
  /** The mark of the next frame in order. */
  addMark(mark: FrameMark): void;
}

/**
 * Puts pictures and times together from three pipes of raw pictures and a list of marks. The pipes are always drained
 * together: ffmpeg writes them in turn, so waiting for one while another is full would stand still for ever.
 *
 * @param onNonsense called when the pipes hold what can't belong together
 */
export function createPictureAssembler(
  streams: Outputs<Readable>,
  sizes: Outputs<Size>,
  onNonsense: () => void,
): PictureAssembler {
  const held: Outputs<Uint8Array[]> = { small: [], model: [], thumbnail: [] };
  const marks: FrameMark[] = [];
  const nextPicture = pictureAfterPicture(marks, held, sizes);
  let ready: DecodedPicture | undefined;
  const candidates = () => Math.max(held.model.length, held.thumbnail.length);
  const changed = () => {
    ready ??= nextPicture();
    const { small } = held;
    // While nothing can be handed over all pipes stay open: what is missing may be behind what is plenty.
    const full = ready !== undefined && (small.length >= READY.small || candidates() >= READY.candidates);
    for (const stream of Object.values<Readable>({ ...streams })) {
      if (full) stream.pause();
      else stream.resume();
    }
    if (
      ready === undefined &&
      (small.length > MOST_AHEAD.small ||
        candidates() > MOST_AHEAD.candidates ||
        marks.length > MOST_AHEAD.marks)
    ) {
      onNonsense();
    }
    line.changed();
  };
  const line = createHandOver({
    isReady: () => ready !== undefined,
    take(): DecodedPicture {
      const picture = ready!;
      ready = undefined;
      changed();
      return picture;
    },
  });
  for (const name of ['small', 'model', 'thumbnail'] as const) {
    const { width, height } = sizes[name];
    cutIntoPictures(streams[name], width * height * 3, (picture) => {
      held[name].push(picture);
      changed();
    });
  }
  return {
    ...line,
    addMark(mark) {
      marks.push(mark);
      changed();
    },
  };
}

/** Takes what belongs to the next picture from the fronts of the lists, once all of it is there. */
function pictureAfterPicture(
  marks: FrameMark[],
  held: Outputs<Uint8Array[]>,
  sizes: Outputs<Size>,
): () => DecodedPicture | undefined {
  let last: Microseconds = Number.NEGATIVE_INFINITY;
  /** A candidate whose small picture was handed over, or left out. */
  let due: { time: Microseconds; leftOut: boolean } | undefined;
  return () => {
    for (;;) {
      if (due !== undefined) {
        if (held.model.length === 0 || held.thumbnail.length === 0) return undefined;
        const { time, leftOut } = due;
        const forModel = { ...sizes.model, pixels: held.model.shift()! };
        const forThumbnail = { ...sizes.thumbnail, pixels: held.thumbnail.shift()! };
        due = undefined;
        if (!leftOut) return { kind: 'candidate', frame: { time, forModel, forThumbnail } };
      }
      if (marks.length === 0 || held.small.length === 0) return undefined;
      const { time, candidate } = marks.shift()!;
      const planes = held.small.shift()!;
      // The filter graph lets only growing times through, but begins anew where a video changes its size.
      const leftOut = time <= last;
      if (candidate) due = { time, leftOut };
      if (leftOut) continue;
      last = time;
      const { width, height } = sizes.small;
      const plane = (index: number) => planes.subarray(index * width * height, (index + 1) * width * height);
      return { kind: 'small', frame: { time, width, height, y: plane(0), u: plane(1), v: plane(2) } };
    }
  };
}
