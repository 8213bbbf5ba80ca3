import type { DecodeOptions } from '../../domain/ports/media.ts';
import { inputArguments } from './containers.ts';

/** The pipes that ffmpeg writes to, by the numbers it knows them by. */
export const PIPES = { small: 3, model: 4, thumbnail: 5, times: 6 } as const;

/** One input, one filter graph, three pipes of raw pictures. */
export function decodeArguments(
  path: string,
  graph: string,
  { hwaccel, passthrough }: { hwaccel: DecodeOptions['hwaccel']; passthrough: readonly string[] },
): string[] {
  const output = (label: 'small' | 'model' | 'thumbnail', format: string) => [
    '-map',
    `[${label}]`,
    ...passthrough,
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
    hwaccel === 'auto' ? 'info' : 'warning',
    // The file's own timestamps, as players and ffprobe show them.
    '-copyts',
    ...(hwaccel === 'auto' ? ['-hwaccel', 'auto'] : []),
    ...inputArguments(path),
    '-filter_complex',
    graph,
    ...output('small', 'yuv444p'),
    ...output('model', 'rgb24'),
    ...output('thumbnail', 'rgb24'),
  ];
}
