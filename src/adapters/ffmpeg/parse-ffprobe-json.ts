import { z } from 'zod';
import { fromSeconds } from '../../domain/time.ts';
import type { VideoFacts } from '../../domain/video.ts';
import { displaySize, NO_SIZE, ratio } from './display-size.ts';
import { dynamicRange } from './dynamic-range.ts';
import { playLength } from './play-length.ts';
import { recordedIn } from './recorded-in.ts';

const tags = z.record(z.string(), z.string()).default({});

const answer = z.object({
  format: z.object({
    format_name: z.string(),
    duration: z.string().optional(),
    start_time: z.string().optional(),
    tags,
  }),
  streams: z.array(
    z.object({
      codec_type: z.string().optional(),
      codec_name: z.string().optional(),
      width: z.number().optional(),
      height: z.number().optional(),
      sample_aspect_ratio: z.string().optional(),
      avg_frame_rate: z.string().optional(),
      color_transfer: z.string().optional(),
      field_order: z.string().optional(),
      disposition: z.object({ attached_pic: z.number() }).optional(),
      side_data_list: z.array(z.object({ rotation: z.number().optional() })).optional(),
      tags,
    }),
  ),
});

/**
 * The facts in ffprobe's JSON; undefined where there is neither a moving picture nor sound.
 *
 * @param now milliseconds since 1970 in UTC
 * @throws where the JSON is not ffprobe's, or the picture has no size
 */
export function parseFfprobeJson(text: string, now: number): VideoFacts | undefined {
  const { format, streams } = answer.parse(JSON.parse(text));
  const video = streams.find(
    (stream) => stream.codec_type === 'video' && stream.disposition?.attached_pic !== 1,
  );
  const sound = streams.find((stream) => stream.codec_type === 'audio');
  const stream = video ?? sound;
  if (stream === undefined) return undefined;
  if (video !== undefined && !(video.width! > 0 && video.height! > 0)) throw new RangeError(NO_SIZE);
  const rotation = stream.side_data_list?.find((data) => data.rotation !== undefined)?.rotation ?? 0;
  const start = fromSeconds(Number(format.start_time ?? 0));
  const recorded = recordedIn(format.tags, stream.tags, now);
  return {
    container: format.format_name,
    codec: stream.codec_name ?? 'unknown',
    ...displaySize({
      width: video?.width ?? 0,
      height: video?.height ?? 0,
      pixelAspect: ratio(stream.sample_aspect_ratio ?? '', ':') ?? 1,
      rotation,
    }),
    duration: playLength(format.format_name, fromSeconds(Number(format.duration ?? 0)), start),
    start,
    frameRate: ratio(video?.avg_frame_rate ?? '', '/') ?? 0,
    hasAudio: sound !== undefined,
    dynamicRange: dynamicRange(video?.color_transfer ?? ''),
    interlaced: ['tt', 'bb', 'tb', 'bt'].includes(video?.field_order ?? ''),
    ...(recorded !== undefined && { recorded }),
  };
}
