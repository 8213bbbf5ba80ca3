import { SAMPLE_RATE } from '../../domain/speech/sampling.ts';

/** The pipes that ffmpeg writes to, by the numbers it knows them by. */
export const SOUND_PIPES = { samples: 3, marks: 4 } as const;

/**
 * Any layout to two channels. A single channel and plain stereo pass as they are; of surround sound the front passes
 * whole, as most of it may be silent, and the mix turns down what becomes too loud by that.
 */
const TWO_CHANNELS = [
  'pan=stereo',
  'FL=FL+FC+0.5BL+0.5SL+0.5BC+0.7FLC+DL',
  'FR=FR+FC+0.5BR+0.5SR+0.5BC+0.7FRC+DR',
].join('|');

/**
 * One audio stream to 32-bit floats of two channels at 16 kHz. The time of each frame, in samples, and how many samples it
 * has go to a pipe of their own (read-sound-marks.ts), written by the filter through which the frame itself passes.
 *
 * @param stream its number among the file's audio streams
 */
export function soundArguments(input: readonly string[], stream: number): string[] {
  const graph = [
    `[0:a:${stream}]${TWO_CHANNELS}`,
    `aresample=${SAMPLE_RATE}`,
    'aformat=sample_fmts=flt',
    `asettb=1/${SAMPLE_RATE}`,
    // What a file says of its frames could look like the marks.
    'ametadata=mode=delete',
    'astats=metadata=1:reset=1:measure_perchannel=none:measure_overall=Number_of_samples',
    `ametadata=mode=print:file='pipe\\:${SOUND_PIPES.marks}':direct=1[sound]`,
  ];
  return [
    '-hide_banner',
    '-nostdin',
    '-nostats',
    '-loglevel',
    'warning',
    // The file's own timestamps, as players and ffprobe show them.
    '-copyts',
    '-filter_complex_threads',
    '1',
    '-threads',
    '1',
    ...input,
    '-filter_complex',
    graph.join(','),
    '-map',
    '[sound]',
    '-c:a',
    'pcm_f32le',
    '-f',
    'f32le',
    `pipe:${SOUND_PIPES.samples}`,
  ];
}
