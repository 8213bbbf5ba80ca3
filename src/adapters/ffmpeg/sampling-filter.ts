import type { SamplingOptions } from '../../domain/ports/media.ts';
import { toSeconds } from '../../domain/time.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * The filter graph of the one decode pass: the first frame of each interval is taken (counted from time zero, so that
 * rounding never adds up), its exact time is reported, and it is scaled twice.
 *
 * @param picture the size as shown: upright, with square pixels
 */
export function samplingFilter(options: SamplingOptions, picture: Size, thumbnail: Size): string {
  const interval = toSeconds(options.interval);
  const chosen = `isnan(prev_selected_t)+gt(floor(t/${interval})\\,floor(prev_selected_t/${interval}))`;
  const { modelSize: size, resample, crop } = options;
  // swscale's flags of these names are area-scaled on downsizing, as the model's reference preprocessing is.
  const flags = `flags=${resample}+accurate_rnd+full_chroma_int`;
  // From the shape as shown: ffmpeg's own aspect option goes by the stored pixels, which need not be square.
  const short = Math.min(picture.width, picture.height);
  const scaled = (side: number) => Math.max(size, Math.trunc((size * side) / short));
  const model =
    crop === 'none'
      ? `scale=${size}:${size}:${flags}`
      : `scale=${scaled(picture.width)}:${scaled(picture.height)}:${flags},crop=${size}:${size}`;
  return [
    `[0:V:0]select=${chosen},showinfo,split[a][b]`,
    `[a]${model}[model]`,
    `[b]scale=${thumbnail.width}:${thumbnail.height}:flags=bicubic[thumbnail]`,
  ].join(';');
}
