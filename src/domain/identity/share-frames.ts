import type { Appearance } from './appearance.ts';

/** Frames that show more than one track, numbered from 0. */
export interface SharedFrames {
  /** Of each track, the frames it shares with others. */
  readonly ofTrack: readonly (readonly number[])[];
  /** The tracks of frame f: `tracks[start[f]]` up to `tracks[start[f + 1]]`. */
  readonly start: Int32Array;
  readonly tracks: Int32Array;
}

/** Finds which tracks are seen together: in one video at one time. */
export function shareFrames(tracks: readonly Appearance[]): SharedFrames {
  const videos = new Map<number | string, Map<number, number[]>>();
  for (const [track, { video, times }] of tracks.entries()) {
    const frames = videos.get(video) ?? new Map<number, number[]>();
    videos.set(video, frames);
    for (const time of new Set(times)) {
      const seen = frames.get(time);
      if (seen === undefined) frames.set(time, [track]);
      else seen.push(track);
    }
  }
  const ofTrack: number[][] = tracks.map(() => []);
  const start = [0];
  const together: number[] = [];
  for (const frames of videos.values()) {
    for (const seen of frames.values()) {
      if (seen.length < 2) continue;
      for (const track of seen) {
        ofTrack[track]!.push(start.length - 1);
        together.push(track);
      }
      start.push(together.length);
    }
  }
  return { ofTrack, start: Int32Array.from(start), tracks: Int32Array.from(together) };
}
