import type { Readable } from 'node:stream';
import { createHandOver, type HandOver } from './create-hand-over.ts';
import type { SoundMark } from './read-sound-marks.ts';

/** Two channels of 32-bit floats. */
const SAMPLE_BYTES = 8;

/** Held ready while the consumer is busy: four seconds. */
const READY_BYTES = 4 * 16_000 * SAMPLE_BYTES;

/** Samples and marks run ahead of each other by a few frames. By so much, it is no ffmpeg that writes them. */
const MOST_AHEAD = { bytes: 64 * 1024 ** 2, marks: 8192 };

/** A frame of sound and what is known of its time. */
export interface SoundFrame extends SoundMark {
  /** The mark of the frame behind it; undefined for the last. */
  readonly following: SoundMark | undefined;
  /** Left, right, left, … */
  readonly samples: Float32Array;
}

export interface SoundAssembler extends HandOver<SoundFrame> {
  addMark(mark: SoundMark): void;
}

/**
 * Puts frames of sound together from a pipe of raw samples and a list of marks.
 *
 * @param onNonsense called when both can't belong together
 */
export function createSoundAssembler(stream: Readable, onNonsense: () => void): SoundAssembler {
  const marks: SoundMark[] = [];
  const bytes = createByteQueue();
  const isReady = (): boolean => {
    const [mark, following] = marks;
    // The mark of the next frame tells whether this one's can be believed.
    return (
      mark !== undefined &&
      (following !== undefined || line.hasEnded()) &&
      bytes.length() >= mark.count * SAMPLE_BYTES
    );
  };
  const changed = () => {
    const ready = isReady();
    // While nothing can be handed over both pipes stay open: what is missing may be behind what is plenty.
    if (ready && bytes.length() >= READY_BYTES) stream.pause();
    else stream.resume();
    const isTooMuch = bytes.length() > MOST_AHEAD.bytes || marks.length > MOST_AHEAD.marks;
    if (!ready && !line.hasEnded() && isTooMuch) onNonsense();
    line.changed();
  };
  const line = createHandOver({
    isReady,
    take(): SoundFrame {
      const mark = marks.shift()!;
      const samples = new Float32Array(mark.count * 2);
      bytes.take(new Uint8Array(samples.buffer));
      changed();
      return { ...mark, following: marks[0], samples };
    },
  });
  stream.on('error', () => {});
  stream.on('data', (chunk: Buffer) => {
    bytes.add(chunk);
    changed();
  });
  return {
    ...line,
    addMark(mark) {
      marks.push(mark);
      changed();
    },
  };
}

/** Bytes in order, added in pieces and taken in others. */
function createByteQueue() {
  let pieces: Buffer[] = [];
  /** What is taken of the first piece already. */
  let taken = 0;
  let length = 0;
  return {
    length: () => length,
    add(piece: Buffer): void {
      pieces.push(piece);
      length += piece.length;
    },
    /** Fills a list with the next bytes; there must be as many. */
    take(target: Uint8Array): void {
      let [filled, count] = [0, 0];
      while (filled < target.length) {
        const part = pieces[count]!.subarray(taken, taken + target.length - filled);
        target.set(part, filled);
        filled += part.length;
        taken += part.length;
        if (taken < pieces[count]!.length) break;
        taken = 0;
        count++;
      }
      pieces = pieces.slice(count);
      length -= target.length;
    },
  };
}
