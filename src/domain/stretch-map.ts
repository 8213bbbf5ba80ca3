import { overlaps, type VideoStretch } from './overlaps.ts';

/** Stretches of many videos, to be asked for by place. */
export interface StretchMap<T extends VideoStretch> {
  /** Those that have a time in common with a stretch, in order of their starts. */
  at(stretch: VideoStretch): T[];
}

export function createStretchMap<T extends VideoStretch>(stretches: readonly T[]): StretchMap<T> {
  const byVideo = new Map<number, T[]>();
  for (const stretch of stretches) {
    const list = byVideo.get(stretch.video);
    if (list === undefined) byVideo.set(stretch.video, [stretch]);
    else list.push(stretch);
  }
  for (const list of byVideo.values()) list.sort((a, b) => a.start - b.start);
  return { at: (stretch) => (byVideo.get(stretch.video) ?? []).filter((each) => overlaps(each, stretch)) };
}
