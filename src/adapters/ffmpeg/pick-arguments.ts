import type { Size } from '../../domain/fit-inside.ts';
import type { Microseconds } from '../../domain/time.ts';
import type { VideoFacts } from '../../domain/video.ts';
import { comma, dimensions, oneMoment } from './decode-graph.ts';
import { FIRST_PIPE } from './run-decoder.ts';
import { toneMapping } from './tone-mapping.ts';

/** The pipes that ffmpeg writes to, by the numbers it knows them by. */
export const PICK_PIPES = { picture: FIRST_PIPE, times: FIRST_PIPE + 1 } as const;

/** One run over a stretch of a video. */
export interface Pick {
  readonly facts: VideoFacts;
  /** Of the frames that are wanted, growing, as the decode pass writes them (decode-graph.ts). */
  readonly times: readonly Microseconds[];
  /** Where to seek; nowhere where the video starts later. */
  readonly from: Microseconds;
  readonly size: Size;
  /** The option that keeps every frame with its own time. */
  readonly passthrough: readonly string[];
}

/** Seeks, decodes until the last frame that is wanted, and gives those alone. */
export function pickArguments(
  input: readonly string[],
  { facts, times, from, size, passthrough }: Pick,
): string[] {
  const graph = [
    ...oneMoment(facts),
    'settb=1/1000000',
    `trim=end_pts=${times.at(-1)! + 1}`,
    `select='(${times.map((time) => `eq(pts\\,${time})`).join('+')})*(isnan(prev_selected_pts)+gt(pts\\,prev_selected_pts))'`,
    // What a file says of its frames could look like the marks.
    'metadata=mode=delete',
    'metadata=mode=add:key=small:value=1',
    `metadata=mode=print:file='pipe\\:${PICK_PIPES.times}':direct=1`,
    `scale=${dimensions(size)}:flags=bicubic${comma(toneMapping(facts.dynamicRange))}`,
  ];
  return [
    ...['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'warning'],
    // The file's own timestamps; what lies between the place sought and the frame is dropped by its time.
    ...['-copyts', '-noaccurate_seek'],
    ...(from > facts.start ? ['-seek_timestamp', '1', '-ss', `${from}us`] : []),
    ...input,
    ...['-filter_complex', `[0:V:0]${graph.join(',')}[picture]`],
    ...['-map', '[picture]', ...passthrough],
    ...['-f', 'rawvideo', '-pix_fmt', 'rgb24', `pipe:${PICK_PIPES.picture}`],
  ];
}
