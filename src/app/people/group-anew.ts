import type { Appearance } from '../../domain/identity/appearance.ts';
import { groupTracks } from '../../domain/identity/group-tracks.ts';
import type { Grouping, GroupingOptions } from '../../domain/identity/grouping.ts';
import { joinTracks } from '../../domain/identity/join-tracks.ts';

/**
 * Groups all tracks as if none had been grouped before. First as they look, then what the user said joins whole groups:
 * where it said that two are one who look unlike each other, the rest of either would else be as unlike to both as to
 * nobody, and stay behind.
 */
export function groupAnew(appearances: readonly Appearance[], options: GroupingOptions): Grouping {
  const { decisions = [], rules = {} } = options;
  const apart = decisions.filter(({ same }) => !same);
  const { groups } = groupTracks(appearances, { rules, decisions: apart });
  return joinTracks(
    appearances,
    groups.map(({ tracks }) => tracks),
    options,
  );
}
