import type { Appearance } from '../../src/domain/identity/appearance.ts';

/** Pairs of tracks of one group that one frame shows, found the plain way: by looking at all tracks of each frame. */
export function frameConflicts(tracks: readonly Appearance[], labels: readonly number[]): string[] {
  const seen = new Map<string, string>();
  const conflicts: string[] = [];
  for (const [at, { key, video, times }] of tracks.entries()) {
    for (const time of times) {
      const place = `${video} ${time} ${labels[at]}`;
      const other = seen.get(place);
      if (other !== undefined) conflicts.push(`${other} and ${key}`);
      seen.set(place, key);
    }
  }
  return conflicts;
}
