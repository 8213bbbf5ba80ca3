import { fitInside } from '../../domain/fit-inside.ts';
import type { DecodedPicture, DecodeOptions } from '../../domain/ports/media.ts';
import type { VideoFacts } from '../../domain/video.ts';
import { createPictureAssembler } from './create-picture-assembler.ts';
import { decodeArguments, PIPES } from './decode-arguments.ts';
import { decodeGraph } from './decode-graph.ts';
import { readFrameTimes } from './read-frame-times.ts';
import { type DecoderRun, FIRST_PIPE, runDecoder } from './run-decoder.ts';

const SMALL_SIDE = 160;

/** One run of ffmpeg over one video. */
export interface Decoding extends DecoderRun {
  /** The option that keeps every frame with its own time. */
  readonly passthrough: readonly string[];
  /** Threads for decoding, and for filters; 0 lets ffmpeg choose. */
  readonly threads: number;
  readonly facts: VideoFacts;
  readonly options: DecodeOptions;
  readonly onNotice: (notice: string) => void;
}

/** Runs ffmpeg to the video's end and yields its pictures as they come. */
export function decodeOnce(decoding: Decoding): AsyncGenerator<DecodedPicture> {
  const { facts, options } = decoding;
  const model = { width: options.modelSize, height: options.modelSize };
  const thumbnail = fitInside(facts, options.thumbnailSide);
  const sizes = { small: fitInside(facts, SMALL_SIDE), model, thumbnail };
  const graph = decodeGraph(options, facts, sizes, PIPES.times);
  return runDecoder(decoding, {
    pipes: Object.keys(PIPES).length,
    what: 'picture',
    arguments: (input) => decodeArguments(input, graph, { ...decoding, hwaccel: options.hwaccel }),
    assemble(pipes, onNonsense) {
      const pipe = (name: keyof typeof PIPES) => pipes[PIPES[name] - FIRST_PIPE]!;
      const streams = { small: pipe('small'), model: pipe('model'), thumbnail: pipe('thumbnail') };
      const assembler = createPictureAssembler(streams, sizes, onNonsense);
      readFrameTimes(pipe('times'), assembler.addMark);
      return assembler;
    },
    onFirst: (said) => tellOfHardware(decoding, said.hardware()),
  });
}

function tellOfHardware({ options, onNotice }: Decoding, hardware: string | undefined): void {
  if (options.hwaccel === 'none') return;
  onNotice(hardware === undefined ? 'no hardware decodes this: software does' : `${hardware} decodes`);
}
