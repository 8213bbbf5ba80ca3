import { interrupted } from '../../domain/errors.ts';
import type { Sound } from '../../domain/ports/speech.ts';
import { createSoundAssembler } from './create-sound-assembler.ts';
import { createSoundPieces } from './create-sound-pieces.ts';
import { readSoundMarks } from './read-sound-marks.ts';
import { type DecoderRun, FIRST_PIPE, runDecoder } from './run-decoder.ts';
import { SOUND_PIPES, soundArguments } from './sound-arguments.ts';

/** One run of ffmpeg over one audio stream. */
export interface SoundDecoding extends DecoderRun {
  readonly stream: number;
}

/** Runs ffmpeg to the stream's end and yields its sound as it comes. */
export async function* decodeSound(decoding: SoundDecoding): AsyncGenerator<Sound> {
  const { stream, signal } = decoding;
  let noStream = false;
  const onComplaint = (complaint: string) => {
    noStream ||= complaint.includes('Stream specifier');
    decoding.onComplaint(complaint);
  };
  const frames = runDecoder(
    { ...decoding, onComplaint },
    {
      pipes: Object.keys(SOUND_PIPES).length,
      what: 'sound',
      arguments: (input) => soundArguments(input, stream),
      assemble(pipes, onNonsense) {
        const assembler = createSoundAssembler(pipes[SOUND_PIPES.samples - FIRST_PIPE]!, onNonsense);
        readSoundMarks(pipes[SOUND_PIPES.marks - FIRST_PIPE]!, assembler.addMark);
        return assembler;
      },
      reason: () => (noStream ? `it has no audio stream ${stream}` : undefined),
    },
  );
  const pieces = createSoundPieces(decoding.onComplaint);
  for await (const frame of frames) {
    for (const piece of pieces.add(frame)) {
      yield piece;
      if (signal.aborted) throw interrupted(signal.reason);
    }
  }
  yield* pieces.end();
}
