import type { DecodeOptions } from '../../domain/ports/media.ts';

/** The pipes that ffmpeg writes to, by the numbers it knows them by. */
export const PIPES = { small: 3, model: 4, thumbnail: 5, times: 6 } as const;

/** One input, one filter graph, three pipes of raw pictures. */
export function decodeArguments(
  input: readonly string[],
  graph: string,
  how: {
    readonly hwaccel: DecodeOptions['hwaccel'];
    readonly passthrough: readonly string[];
    readonly threads: number;
  },
): string[] {
  const output = (label: 'small' | 'model' | 'thumbnail', format: string) => [
    '-map',
    `[${label}]`,
    ...how.passthrough,
    '-f',
    'rawvideo',
    '-pix_fmt',
    format,
    `pipe:${PIPES[label]}`,
  ];
  return [
    '-hide_banner',
    '-nostdin',
    '-nostats',
    // Which hardware decodes is told as information only.
    '-loglevel',
    how.hwaccel === 'auto' ? 'info' : 'warning',
    // The file's own timestamps, as players and ffprobe show them.
    '-copyts',
    ...threadArguments(how.threads),
    ...(how.hwaccel === 'auto' ? ['-hwaccel', 'auto'] : []),
    ...input,
    '-filter_complex',
    graph,
    ...output('small', 'yuv444p'),
    ...output('model', 'rgb24'),
    ...output('thumbnail', 'rgb24'),
  ];
}

/** Options before the input: how many threads decode it, and work in the filter graph. */
function threadArguments(threads: number): string[] {
  return threads === 0 ? [] : ['-filter_complex_threads', String(threads), '-threads', String(threads)];
}
