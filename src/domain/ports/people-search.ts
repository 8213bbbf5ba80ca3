import type { VideoStretch } from '../overlaps.ts';
import type { Microseconds } from '../time.ts';
import type { VideoFilter } from './library.ts';
import type { Person } from './people.ts';

/** A shot that somebody is seen in; where shots are not known, from the first of a track's faces to the last. */
export interface Sighting extends VideoStretch {
  /** The track with the best face there, and when that is. */
  readonly track: number;
  readonly best: Microseconds;
  /** Of that face, 0–1. */
  readonly quality: number;
}

/** Looks for people. */
export interface PeopleSearch {
  /** Whether faces were looked for in any video. */
  hasLookedForFaces(): boolean;
  people(): readonly Person[];
  /** @param person a number; 'unknown' for faces that are nobody's, or of somebody without a name */
  sightings(person: number | 'unknown', filter: VideoFilter): readonly Sighting[];
}
