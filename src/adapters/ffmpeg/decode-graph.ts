import type { Size } from '../../domain/fit-inside.ts';
import type { DecodeOptions } from '../../domain/ports/media.ts';
import type { VideoFacts } from '../../domain/video.ts';
import { toneMapping } from './tone-mapping.ts';

/** Spans are counted from here, so that the first, though it lies before zero, is more than none. */
const BEFORE_ALL_SPANS = 1_000_000_000;

/**
 * The filter graph of the one decode pass, with the outputs `small`, `model` and `thumbnail`. Times are microseconds.
 * The time of each frame, and whether it is the first of its interval, goes to the pipe `times` (read-frame-times.ts),
 * written by the filter through which the frame itself passes: a line can't get lost among ffmpeg's complaints.
 *
 * @param facts the size as shown: upright, with square pixels
 */
export function decodeGraph(
  options: DecodeOptions,
  facts: VideoFacts,
  sizes: { small: Size; thumbnail: Size },
  times: number,
): string {
  const tone = toneMapping(facts.dynamicRange);
  return [
    `[0:V:0]${[...oneMoment(facts), ...timed(options.interval, times)].join(',')},split[s][c]`,
    `[s]scale=${dimensions(sizes.small)}:flags=bilinear,${tone}format=yuv444p[small]`,
    '[c]metadata=mode=select:key=candidate,split[m][t]',
    `[m]${modelSquare(options, facts)}${comma(tone)}[model]`,
    `[t]scale=${dimensions(sizes.thumbnail)}:flags=bicubic${comma(tone)}[thumbnail]`,
  ].join(';');
}

/** Two fields of different moments become one picture; what is flagged as whole passes as it is. */
export function oneMoment(facts: VideoFacts): string[] {
  return facts.interlaced ? ['yadif=mode=send_frame:deint=interlaced'] : [];
}

/** Lets frames through whose time grows, marks the first of each interval and writes down both. */
function timed(interval: number, pipe: number): string[] {
  const span = `floor(round(t*1000000)/${interval})+${BEFORE_ALL_SPANS}`;
  // ffmpeg asks more than once about a frame: the answer is kept with the frame's time.
  const first = `if(gt(${span}\\,ld(0))\\,st(0\\,${span});st(1\\,t));eq(ld(1)\\,t)`;
  const growing = 'gte(pts\\,-9e18)*(isnan(prev_selected_pts)+gt(pts\\,prev_selected_pts))';
  return [
    'settb=1/1000000',
    `select='${growing}'`,
    // What a file says of its frames could look like the marks.
    'metadata=mode=delete',
    `metadata=mode=add:key=candidate:value=1:enable='${first}'`,
    'metadata=mode=add:key=small:value=1',
    `metadata=mode=print:file='pipe\\:${pipe}':direct=1`,
  ];
}

/** The frame squeezed, or cut in the middle, to the model's square. */
function modelSquare({ modelSize: size, resample, crop }: DecodeOptions, picture: Size): string {
  // swscale's flags of these names are area-scaled on downsizing, as the model's reference preprocessing is.
  const flags = `flags=${resample}+accurate_rnd+full_chroma_int`;
  if (crop === 'none') return `scale=${size}:${size}:${flags}`;
  // From the shape as shown: ffmpeg's own aspect option goes by the stored pixels, which need not be square.
  const short = Math.min(picture.width, picture.height);
  const scaled = (side: number) => Math.max(size, Math.trunc((size * side) / short));
  return `scale=${scaled(picture.width)}:${scaled(picture.height)}:${flags},crop=${size}:${size}`;
}

export function dimensions({ width, height }: Size): string {
  return `${width}:${height}`;
}

/** A chain of filters that is written behind others instead of before them. */
export function comma(filters: string): string {
  return filters === '' ? '' : `,${filters.slice(0, -1)}`;
}
