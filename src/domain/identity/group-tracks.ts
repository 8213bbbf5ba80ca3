import type { Appearance } from './appearance.ts';
import type { Grouping, GroupingOptions } from './grouping.ts';
import { joinTracks } from './join-tracks.ts';

/**
 * Groups tracks by person. Tracks that are seen in one frame are never one person, and decisions hold whatever the vectors
 * say. The result does not depend on the order of the tracks.
 *
 * @throws RangeError for a vector that is no unit vector of the others' dimension, a quality outside 0…1, a key given
 *   twice, a decision about no track, or a rule that is no number
 */
export function groupTracks(tracks: readonly Appearance[], options: GroupingOptions = {}): Grouping {
  return joinTracks(tracks, [], options);
}
