import { createBestFirstQueue } from './best-first-queue.ts';
import { createPartnerFinder, type Partner } from './create-partner-finder.ts';
import { createRivalCheck } from './create-rival-check.ts';
import type { GroupingRules } from './grouping-rules.ts';
import { type Groups, rootOf } from './groups.ts';
import { mergeGroups } from './merge-groups.ts';
import { joinChains, type PairGraph } from './pair-graph.ts';

/**
 * Joins groups along a graph's edges, always the two most similar ones of all that may be joined (agglomerative clustering
 * with average linkage; the queue with one entry a group is Müllner's generic algorithm, 2011).
 *
 * @param chance the cosine that strangers have by chance
 * @returns how many were joined
 */
export function joinBestFirst(
  groups: Groups,
  graph: PairGraph,
  rules: GroupingRules,
  chance: number,
): number {
  const findPartner = createPartnerFinder(groups, graph, rules, chance);
  const rivalled = createRivalCheck(groups, graph, rules);
  const queue = createBestFirstQueue();
  const partners: (Partner | undefined)[] = new Array(groups.nodes).fill(undefined);
  const partnerVersion = new Int32Array(groups.nodes);
  const look = (group: number) => {
    const partner = findPartner(group);
    partners[group] = partner;
    if (partner === undefined) return;
    partnerVersion[group] = groups.version[partner.group]!;
    queue.push(group, partner.similarity);
  };
  for (let node = 0; node < groups.nodes; node++) if (rootOf(groups, node) === node) look(node);
  let joined = 0;
  for (let entry = queue.pop(); entry !== undefined; entry = queue.pop()) {
    const group = entry.thing;
    const partner = partners[group];
    // An entry from before the group's last look, or of one that is no group any more.
    if (partner === undefined || partner.similarity !== entry.similarity) continue;
    const { group: other, edge, similarity } = partner;
    if (rootOf(groups, other) !== other || groups.version[other] !== partnerVersion[group]) {
      look(group);
    } else if (rivalled(group, other, similarity)) {
      graph.held[edge] = groups.version[group]! + groups.version[other]!;
      look(group);
    } else {
      partners[group] = undefined;
      partners[other] = undefined;
      const root = mergeGroups(groups, group, other);
      joinChains(graph, root, root === group ? other : group);
      joined++;
      look(root);
    }
  }
  return joined;
}
