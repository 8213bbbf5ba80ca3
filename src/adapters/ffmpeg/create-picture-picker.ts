import type { Readable } from 'node:stream';
import { HeimdexError } from '../../domain/errors.ts';
import { fitInside, type Size } from '../../domain/fit-inside.ts';
import type { PickedPicture, PicturePicker } from '../../domain/ports/media.ts';
import type { Microseconds } from '../../domain/time.ts';
import { createHandOver, type HandOver } from './create-hand-over.ts';
import { cutIntoPictures } from './cut-into-pictures.ts';
import type { MediaTools } from './locate-ffmpeg.ts';
import { passthroughOption } from './passthrough-option.ts';
import { PICK_PIPES, type Pick, pickArguments } from './pick-arguments.ts';
import { readFrameTimes } from './read-frame-times.ts';
import { type DecoderRun, runDecoder } from './run-decoder.ts';

/** With no picture for this long ffmpeg counts as hung: it may decode a minute of video for the next one. */
const STALL_MS = 120_000;

/** Over a longer pause than this it is quicker to seek anew than to decode on: a few key frames lie that far apart. */
const LONGEST_PAUSE: Microseconds = 20_000_000;
/** The filter looks for all times of a run in each frame. */
const MOST_TIMES = 64;

/** Pictures held ready while the consumer is busy: 6 MB each at 1080p. */
const READY = 3;
/** Times run ahead of pictures by a few. By so many, it is no ffmpeg that writes them. */
const MOST_AHEAD = 1024;

/**
 * How long before the first frame that is wanted it is sought. Indexes are not exact, and some containers have none: what
 * is sought there is a place in the file, and no frame can be decoded before the next key frame.
 */
const SEEK_EARLIER: readonly Microseconds[] = [2_000_000, 20_000_000, Number.POSITIVE_INFINITY];

/** Decodes the stretches in which frames are wanted, one run of ffmpeg after the other. */
export function createPicturePicker(tools: MediaTools, { stallMs = STALL_MS } = {}): PicturePicker {
  let passthrough: Promise<string[]> | undefined;
  return {
    async *pick(path, facts, times, side, signal, onComplaint = () => {}) {
      passthrough ??= passthroughOption(tools.ffmpeg, signal);
      const run: DecoderRun = { ffmpeg: tools.ffmpeg, stallMs, path, signal, onComplaint };
      const how = { size: fitInside(facts, side), passthrough: await passthrough };
      /** Which of SEEK_EARLIER is early enough for this file. */
      let seek = 0;
      /** Whether a frame is missing that no seeking brings: the file is damaged, and nothing is tried again. */
      let isLost = false;
      for (const group of inGroups(times)) {
        for (;;) {
          const from = group[0]! - SEEK_EARLIER[seek]!;
          const isLast = isLost || from <= facts.start;
          const isThere = yield* pickOnce(run, { facts, times: group, from, isLast, ...how });
          if (isThere) break;
          if (isLast) {
            isLost = true;
            seek = 0;
            break;
          }
          seek++;
        }
      }
    },
  };
}

/**
 * One run over one stretch.
 *
 * @returns whether its first frame was there; where it was not, and another try can be made, nothing is handed on
 */
async function* pickOnce(
  run: DecoderRun,
  pick: Pick & { readonly isLast: boolean },
): AsyncGenerator<PickedPicture, boolean> {
  const pictures = runDecoder(run, {
    pipes: Object.keys(PICK_PIPES).length,
    what: 'picture',
    arguments: (input) => pickArguments(input, pick),
    assemble: ([pixels, marks], onNonsense) => assemble(pixels!, marks!, pick.size, onNonsense),
  });
  let isThere = false;
  try {
    for await (const picked of pictures) {
      isThere ||= picked.time === pick.times[0];
      if (!isThere && !pick.isLast) return false;
      yield picked;
    }
  } catch (error) {
    // Others may still be there; the caller sees which are missing.
    if (!(error instanceof HeimdexError && error.code === 'media-unreadable')) throw error;
    if (isThere || pick.isLast) run.onComplaint(error.message);
  }
  return isThere;
}

/** Times that are decoded in one run. */
function* inGroups(times: readonly Microseconds[]): Generator<Microseconds[]> {
  let group: Microseconds[] = [];
  for (const time of [...new Set(times)].sort((a, b) => a - b)) {
    const isNext = group.length < MOST_TIMES && time - (group.at(-1) ?? time) <= LONGEST_PAUSE;
    if (!isNext) {
      yield group;
      group = [];
    }
    group.push(time);
  }
  if (group.length > 0) yield group;
}

/** Puts pictures and their times together. */
function assemble(
  pictures: Readable,
  times: Readable,
  size: Size,
  onNonsense: () => void,
): HandOver<PickedPicture> {
  const held: Uint8Array[] = [];
  const marks: Microseconds[] = [];
  const changed = () => {
    // While nothing can be handed over the pipe stays open.
    if (held.length >= READY && marks.length > 0) pictures.pause();
    else pictures.resume();
    if (held.length > MOST_AHEAD || marks.length > MOST_AHEAD) onNonsense();
    line.changed();
  };
  const line = createHandOver({
    isReady: () => held.length > 0 && marks.length > 0,
    take(): PickedPicture {
      const picked = { time: marks.shift()!, picture: { ...size, pixels: held.shift()! } };
      changed();
      return picked;
    },
  });
  cutIntoPictures(pictures, size.width * size.height * 3, (picture) => {
    held.push(picture);
    changed();
  });
  readFrameTimes(times, ({ time }) => {
    marks.push(time);
    changed();
  });
  return line;
}
