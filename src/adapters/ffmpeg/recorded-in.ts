import { recordingTime } from '../../domain/recording-time.ts';
import type { Microseconds } from '../../domain/time.ts';

/** What a container or a stream says of itself. */
export type Tags = Readonly<Record<string, string>>;

/** With the offset from UTC, where `creation_time` is the camera's idea of UTC. */
const APPLE = 'com.apple.quicktime.creationdate';

/**
 * When a video was recorded, by the tags of its container and its first stream of pictures, else of sound.
 *
 * @param now milliseconds since 1970 in UTC
 */
export function recordedIn(container: Tags, stream: Tags, now: number): Microseconds | undefined {
  const candidates = [APPLE, 'creation_time', 'date'].flatMap((name) => [
    tag(container, name),
    tag(stream, name),
  ]);
  return recordingTime(candidates, now);
}

/** Matroska's names are written as the file's maker liked. */
function tag(tags: Tags, name: string): string | undefined {
  return Object.entries(tags).find(([key]) => key.toLowerCase() === name)?.[1];
}
