import type { Appearance } from './appearance.ts';
import { applyDecisions } from './apply-decisions.ts';
import type { Grouping, GroupingOptions } from './grouping.ts';
import { GROUPING_RULES } from './grouping-rules.ts';
import { keepKnownGroups } from './keep-known-groups.ts';
import { prepareNodes } from './prepare-nodes.ts';
import { reportGroups } from './report-groups.ts';
import { settle } from './settle.ts';

/**
 * Groups tracks of which some have been grouped before: new ones join known groups or become new ones, and known groups are
 * joined where new tracks show that they are one person, but never taken apart unless a decision or a frame asks for it.
 * Doubtful pairs are listed only of groups with a new track or a reference.
 *
 * @param known groups of an earlier run; tracks in none of them are new
 * @throws RangeError as groupTracks does, and where a known group names a track that there is not or that another one names
 */
export function joinTracks(
  tracks: readonly Appearance[],
  known: readonly (readonly number[])[],
  options: GroupingOptions = {},
): Grouping {
  const rules = { ...GROUPING_RULES, ...options.rules };
  for (const [name, value] of Object.entries(rules)) {
    if (Number.isNaN(value)) throw new RangeError(`the rule ${name} is no number`);
  }
  const { groups, order, nodeOf, decisions, asked } = prepareNodes(tracks, options);
  const refused = applyDecisions(groups, decisions).filter((at) => at < asked);
  const fresh = keepKnownGroups(groups, toNodes(known, nodeOf));
  const doubtful = settle(groups, fresh, rules);
  const leftOut = new Set(options.leftOut);
  return { ...reportGroups(groups, order, leftOut, doubtful, rules.mostDoubtful), refused };
}

function toNodes(known: readonly (readonly number[])[], nodeOf: Int32Array): number[][] {
  const named = new Uint8Array(nodeOf.length);
  return known.map((members) =>
    members.map((track) => {
      const node = nodeOf[track];
      if (node === undefined) throw new RangeError(`a known group names track ${track}, which there is not`);
      if (named[node] === 1) throw new RangeError(`two known groups name track ${track}`);
      named[node] = 1;
      return node;
    }),
  );
}
