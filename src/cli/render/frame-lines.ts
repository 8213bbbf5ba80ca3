import type { ShownFrame } from '../../app/show-frame.ts';
import { printable } from '../../domain/printable.ts';
import { formatTime, toSeconds } from '../../domain/time.ts';
import type { Host } from '../host.ts';
import { shownPath } from '../paths.ts';

/** What is known of a frame, for people. */
export function frameLines(frame: ShownFrame, host: Host): string[] {
  const { shot, quality, video } = frame;
  const lines = [`frame at ${formatTime(frame.time)} of ${formatTime(video.duration)}`];
  for (const place of frame.places) {
    const state = place.online ? '' : ' (offline)';
    lines.push(`video: ${shownPath(host, place.path)}${state}, volume ${printable(place.volume)}`);
  }
  lines.push(`picture: ${video.width} × ${video.height}, ${printable(video.codec)}`);
  if (shot !== undefined) {
    const begin = shot.transition === 'start' ? 'the first' : `begins with a ${shot.transition}`;
    lines.push(`shot: ${formatTime(shot.start)} – ${formatTime(shot.end)}, ${begin}`);
  }
  if (quality !== undefined) {
    const brightness = Math.round(quality.brightness * 100);
    lines.push(
      `quality: sharpness ${twoDigits(quality.sharpness)}, brightness ${brightness} %, contrast ${quality.contrast.toFixed(2)}`,
    );
  }
  for (const space of frame.spaces)
    lines.push(`model ${printable(space.model)} at ${space.revision.slice(0, 7)}`);
  return lines;
}

/** Two significant digits, never as a power of ten: a usual picture's sharpness is a few thousandths. */
function twoDigits(value: number): string {
  return value.toLocaleString('en-US', {
    maximumSignificantDigits: 2,
    minimumSignificantDigits: 2,
    useGrouping: false,
  });
}

/** The JSON form, docs/cli.md "show". */
export function frameDocument(frame: ShownFrame, asked: number, library: string): unknown {
  const { shot, quality, video, places, spaces } = frame;
  return {
    schema: 'heimdex.show/1',
    library,
    asked: toSeconds(asked),
    time: toSeconds(frame.time),
    video: { ...video, duration: toSeconds(video.duration) },
    places,
    shot:
      shot === undefined
        ? null
        : { start: toSeconds(shot.start), end: toSeconds(shot.end), transition: shot.transition },
    quality: quality === undefined ? null : { ...quality, hash: quality.hash.toString(16).padStart(16, '0') },
    spaces,
    thumbnailBytes: frame.thumbnail.length,
  };
}
