import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { interrupted } from '../../domain/errors.ts';
import type { Sound } from '../../domain/ports/speech.ts';
import { createSoundAssembler, type SoundAssembler } from './create-sound-assembler.ts';
import { createSoundPieces } from './create-sound-pieces.ts';
import { killGroup, OWN_GROUP } from './kill-group.ts';
import { type MediaInput, openInput } from './open-input.ts';
import { readComplaints } from './read-complaints.ts';
import { readSoundMarks } from './read-sound-marks.ts';
import { startError } from './run.ts';
import { SOUND_INPUT_DESCRIPTOR, SOUND_PIPES, soundArguments } from './sound-arguments.ts';
import { unreadable } from './unreadable.ts';
import { withStallLimit } from './with-stall-limit.ts';

const TOLD_TO_STOP = 255;

/** One run of ffmpeg over one audio stream. */
export interface SoundDecoding {
  readonly ffmpeg: string;
  /** With no sound for so many milliseconds ffmpeg is ended. */
  readonly stallMs: number;
  readonly path: string;
  readonly stream: number;
  readonly signal: AbortSignal;
  readonly onComplaint: (complaint: string) => void;
}

/** Runs ffmpeg to the stream's end and yields its sound as it comes. */
export async function* decodeSound(decoding: SoundDecoding): AsyncGenerator<Sound> {
  const { path, signal, onComplaint } = decoding;
  const input = await openInput(path, SOUND_INPUT_DESCRIPTOR);
  const { assembler, reason, kill, discard, ended } = startDecoding(decoding, input);
  signal.addEventListener('abort', kill, { once: true });
  const pieces = createSoundPieces(onComplaint);
  let nothing = true;
  try {
    if (signal.aborted) kill();
    for (;;) {
      const frame = assembler.take();
      if (signal.aborted) throw interrupted(signal.reason);
      if (frame === undefined) {
        if (await withStallLimit(assembler.wait(), decoding, 'sound')) continue;
        if (signal.aborted) throw interrupted(signal.reason);
        break;
      }
      nothing = false;
      for (const piece of pieces.add(frame)) {
        yield piece;
        if (signal.aborted) throw interrupted(signal.reason);
      }
    }
    if (nothing) throw unreadable(path, reason());
    yield* pieces.end();
  } finally {
    signal.removeEventListener('abort', kill);
    kill();
    discard();
    await ended;
    await input.close();
  }
}

/** Starts ffmpeg and ties its pipes to an assembler. `ended` settles when nothing of it is left. */
function startDecoding({ ffmpeg, path, stream, onComplaint }: SoundDecoding, input: MediaInput) {
  const child = spawn(ffmpeg, soundArguments(input.arguments, stream), {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe', ...input.descriptors],
    detached: OWN_GROUP,
  });
  let killed = false;
  const kill = () => {
    killed = true;
    killGroup(child);
  };
  const pipe = (name: keyof typeof SOUND_PIPES) => child.stdio[SOUND_PIPES[name]] as Readable;
  const assembler: SoundAssembler = createSoundAssembler(pipe('samples'), () => {
    assembler.fail(unreadable(path, 'ffmpeg writes sound and times that do not belong together'));
    kill();
  });
  readSoundMarks(pipe('marks'), assembler.addMark);
  let noStream = false;
  const said = readComplaints(child.stderr as Readable, (complaint) => {
    noStream ||= complaint.includes('Stream specifier');
    onComplaint(complaint);
  });
  const ended = new Promise<void>((resolve) => {
    child.on('error', (error) => {
      assembler.fail(startError(ffmpeg, error));
      resolve();
    });
    child.on('close', (code, killedBy) => {
      // ffmpeg ends with 255 when it was told to stop. Whoever ended it, not the file, is the reason: try again later.
      const wasEnded = !killed && (killedBy !== null || code === TOLD_TO_STOP);
      if (wasEnded) assembler.fail(unreadable(path, `ffmpeg was ended on the way (${killedBy ?? code})`));
      if (code !== null && code !== 0) onComplaint(`ffmpeg ended with ${code}`);
      assembler.end();
      resolve();
    });
  });
  /** Closes the pipes, whoever else may hold their other ends. */
  const discard = () => {
    for (const each of child.stdio) each?.destroy();
  };
  const reason = () => (noStream ? `it has no audio stream ${stream}` : said.reason());
  return { assembler, reason, kill, discard, ended };
}
