import { fromSeconds } from '../../domain/time.ts';
import type { VideoFacts } from '../../domain/video.ts';
import { displaySize, NO_SIZE, ratio } from './display-size.ts';
import { dynamicRange } from './dynamic-range.ts';
import { playLength } from './play-length.ts';
import { readTags } from './read-tags.ts';
import { recordedIn, type Tags } from './recorded-in.ts';
import { splitStreams } from './split-streams.ts';

/**
 * The facts in the text that `ffmpeg -i` prints; undefined where there is neither a moving picture nor sound.
 *
 * @param now milliseconds since 1970 in UTC
 * @throws where the picture has no size
 */
export function parseFfmpegText(text: string, now: number): VideoFacts | undefined {
  const streams = splitStreams(text);
  const video = streams.find((stream) => stream.kind === 'Video' && !stream.text.includes('(attached pic)'));
  const sound = streams.find((stream) => stream.kind === 'Audio');
  const stream = video ?? sound;
  if (stream === undefined) return undefined;
  const line = stream.text.split('\n')[0]!;
  // Behind the pixel format, in brackets: "tv, bt2020nc/bt2020/smpte2084, top first".
  const format = line.match(/Video: [^,]*(?:\([^)]*\))?[^,]*, \w+\(([^)]*)\)/)?.[1] ?? '';
  const size = line.match(/, (\d+)x(\d+)(?: \[SAR (\d+:\d+))?/);
  if (video !== undefined && !(Number(size?.[1]) > 0 && Number(size?.[2]) > 0)) throw new RangeError(NO_SIZE);
  // Behind the brackets stands the container's own ratio where it differs from the codec's: players show that one.
  const containerAspect = line.match(/\], SAR (\d+:\d+) DAR/)?.[1];
  const duration = text.match(/^ {2}Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?)/m);
  const stated =
    duration === null
      ? 0
      : fromSeconds(Number(duration[1]) * 3600 + Number(duration[2]) * 60 + Number(duration[3]));
  const start = fromSeconds(Number(text.match(/^ {2}Duration: .*?start: (-?\d+(?:\.\d+)?)/m)?.[1] ?? 0));
  const container = text.match(/^Input #0, (.+?), from '/m)?.[1] ?? 'unknown';
  const rate = line.match(/, (\d+(?:\.\d+)?)(k?) fps/);
  const rotation = stream.text.match(/displaymatrix: rotation of (-?\d+(?:\.\d+)?) degrees/);
  const recorded = recordedIn(containerTags(text), readTags(stream.text.split('\n').slice(1), '    '), now);
  return {
    container,
    codec: line.match(/(?:Video|Audio): (\w+)/)?.[1] ?? 'unknown',
    ...displaySize({
      width: Number(size?.[1] ?? 0),
      height: Number(size?.[2] ?? 0),
      pixelAspect: ratio(containerAspect ?? size?.[3] ?? '', ':') ?? 1,
      rotation: Number(rotation?.[1] ?? 0),
    }),
    duration: playLength(container, stated, start),
    start,
    frameRate: Number(rate?.[1] ?? 0) * (rate?.[2] === 'k' ? 1000 : 1),
    hasAudio: sound !== undefined,
    dynamicRange: dynamicRange(format),
    interlaced: /(?:top|bottom) (?:coded )?first/.test(format),
    ...(recorded !== undefined && { recorded }),
  };
}

/** The container's tags stand above its length. */
function containerTags(text: string): Tags {
  const lines = text.slice(text.search(/^Input #0/m)).split('\n');
  return readTags(lines.slice(lines.findIndex((line) => /^ {2}(?:Metadata|Duration):/.test(line))), '  ');
}
