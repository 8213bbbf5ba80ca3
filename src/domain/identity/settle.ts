import { findNeighbours } from './find-neighbours.ts';
import { chanceCosine, type GroupingRules } from './grouping-rules.ts';
import { type Groups, rootOf } from './groups.ts';
import { joinBestFirst } from './join-best-first.ts';
import { type DoubtfulRoots, listDoubtful } from './list-doubtful.ts';
import { createPairGraph } from './pair-graph.ts';
import type { VectorTable } from './vector-table.ts';

/** Rounds at most; the second one already joins little. */
const ROUNDS = 4;

/**
 * Joins groups until nothing is left to join. Each round looks for neighbours among the mean vectors of the groups that
 * the one before has left: what is too unlike any one track of a person is often near enough to the mean of all.
 *
 * @param fresh 1 for the nodes that are new; pairs of groups without any are not looked at
 * @returns the doubtful pairs of the last round
 */
export function settle(groups: Groups, fresh: Uint8Array, rules: GroupingRules): DoubtfulRoots[] {
  const vectors = groups.weight.reduce((sum, weight) => sum + Number(weight > 0), 0);
  const chance = chanceCosine(vectors, rules.spread);
  for (let round = 1; ; round++) {
    const roots = rootsWithVector(groups);
    const table = meansOf(groups, roots, fresh);
    const graph = createPairGraph(
      findNeighbours(table, rules.threshold - rules.doubtful),
      roots,
      groups.nodes,
    );
    const joined = joinBestFirst(groups, graph, rules, chance);
    if (joined === 0 || round === ROUNDS) return listDoubtful(groups, graph, rules, chance);
  }
}

function rootsWithVector(groups: Groups): Int32Array {
  const roots: number[] = [];
  for (let node = 0; node < groups.nodes; node++) {
    if (groups.parent[node] === node && groups.length[node]! > 0) roots.push(node);
  }
  return Int32Array.from(roots);
}

function meansOf(groups: Groups, roots: Int32Array, fresh: Uint8Array): VectorTable {
  const { dimension, sums, length, weight } = groups;
  const freshRoot = new Uint8Array(groups.nodes);
  for (let node = 0; node < groups.nodes; node++) {
    if (fresh[node] === 1) freshRoot[rootOf(groups, node)] = 1;
  }
  const rows = new Float32Array(roots.length * dimension);
  for (const [row, root] of roots.entries()) {
    const scale = 1 / (length[root]! * weight[root]!);
    for (let at = 0; at < dimension; at++) {
      rows[row * dimension + at] = scale * sums[root * dimension + at]!;
    }
  }
  return { count: roots.length, dimension, rows, wanted: Uint8Array.from(roots, (root) => freshRoot[root]!) };
}
