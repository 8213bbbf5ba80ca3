import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { interrupted } from '../../domain/errors.ts';
import { fitInside } from '../../domain/fit-inside.ts';
import type { DecodedPicture, DecodeOptions } from '../../domain/ports/media.ts';
import type { VideoFacts } from '../../domain/video.ts';
import { createPictureAssembler, type PictureAssembler } from './create-picture-assembler.ts';
import { decodeArguments, INPUT_DESCRIPTOR, PIPES } from './decode-arguments.ts';
import { decodeGraph } from './decode-graph.ts';
import { killGroup, OWN_GROUP } from './kill-group.ts';
import { type MediaInput, openInput } from './open-input.ts';
import { readComplaints } from './read-complaints.ts';
import { readFrameTimes } from './read-frame-times.ts';
import { startError } from './run.ts';
import { unreadable } from './unreadable.ts';
import { withStallLimit } from './with-stall-limit.ts';

const TOLD_TO_STOP = 255;
const SMALL_SIDE = 160;

/** One run of ffmpeg over one video. */
export interface Decoding {
  readonly ffmpeg: string;
  /** The option that keeps every frame with its own time. */
  readonly passthrough: readonly string[];
  /** Threads for decoding, and for filters; 0 lets ffmpeg choose. */
  readonly threads: number;
  /** With no picture for so many milliseconds ffmpeg is ended. */
  readonly stallMs: number;
  readonly path: string;
  readonly facts: VideoFacts;
  readonly options: DecodeOptions;
  readonly signal: AbortSignal;
  readonly onComplaint: (complaint: string) => void;
  readonly onNotice: (notice: string) => void;
}

/** Runs ffmpeg to the video's end and yields its pictures as they come. */
export async function* decodeOnce(decoding: Decoding): AsyncGenerator<DecodedPicture> {
  const { path, signal } = decoding;
  const input = await openInput(path, INPUT_DESCRIPTOR);
  const { assembler, said, kill, discard, ended } = startDecoding(decoding, input);
  signal.addEventListener('abort', kill, { once: true });
  let count = 0;
  try {
    if (signal.aborted) kill();
    for (;;) {
      const picture = assembler.take();
      if (signal.aborted) throw interrupted(signal.reason);
      if (picture === undefined) {
        if (await withStallLimit(assembler.wait(), decoding, 'picture')) continue;
        if (signal.aborted) throw interrupted(signal.reason);
        break;
      }
      if (count === 0) tellOfHardware(decoding, said.hardware());
      count++;
      yield picture;
    }
    if (count === 0) throw unreadable(path, said.reason());
  } finally {
    signal.removeEventListener('abort', kill);
    kill();
    discard();
    await ended;
    await input.close();
  }
}

/** Starts ffmpeg and ties its pipes to an assembler. `ended` settles when nothing of it is left. */
function startDecoding(decoding: Decoding, input: MediaInput) {
  const { ffmpeg, path, facts, options } = decoding;
  const model = { width: options.modelSize, height: options.modelSize };
  const thumbnail = fitInside(facts, options.thumbnailSide);
  const sizes = { small: fitInside(facts, SMALL_SIDE), model, thumbnail };
  const graph = decodeGraph(options, facts, sizes, PIPES.times);
  const args = decodeArguments(input.arguments, graph, { ...decoding, hwaccel: options.hwaccel });
  const child = spawn(ffmpeg, args, {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe', 'pipe', 'pipe', ...input.descriptors],
    detached: OWN_GROUP,
  });
  // Node's types end at the fifth.
  const stdio: readonly unknown[] = child.stdio;
  const pipe = (name: keyof typeof PIPES) => stdio[PIPES[name]] as Readable;
  let killed = false;
  const kill = () => {
    killed = true;
    killGroup(child);
  };
  const assembler: PictureAssembler = createPictureAssembler(
    { small: pipe('small'), model: pipe('model'), thumbnail: pipe('thumbnail') },
    sizes,
    () => {
      assembler.fail(unreadable(path, 'ffmpeg writes pictures and times that do not belong together'));
      kill();
    },
  );
  readFrameTimes(pipe('times'), assembler.addMark);
  const said = readComplaints(child.stderr as Readable, decoding.onComplaint);
  const ended = new Promise<void>((resolve) => {
    child.on('error', (error) => {
      assembler.fail(startError(ffmpeg, error));
      resolve();
    });
    child.on('close', (code, killedBy) => {
      // ffmpeg ends with 255 when it was told to stop. Whoever ended it, not the file, is the reason: try again later.
      const wasEnded = !killed && (killedBy !== null || code === TOLD_TO_STOP);
      if (wasEnded) assembler.fail(unreadable(path, `ffmpeg was ended on the way (${killedBy ?? code})`));
      if (code !== null && code !== 0) decoding.onComplaint(`ffmpeg ended with ${code}`);
      assembler.end();
      resolve();
    });
  });
  /** Closes the pipes, whoever else may hold their other ends. */
  const discard = () => {
    for (const stream of child.stdio) stream?.destroy();
  };
  return { assembler, said, kill, discard, ended };
}

function tellOfHardware({ options, onNotice }: Decoding, hardware: string | undefined): void {
  if (options.hwaccel === 'none') return;
  onNotice(hardware === undefined ? 'no hardware decodes this: software does' : `${hardware} decodes`);
}
