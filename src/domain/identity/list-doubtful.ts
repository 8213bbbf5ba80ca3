import { conflict } from './conflict.ts';
import { needed } from './create-partner-finder.ts';
import type { GroupingRules } from './grouping-rules.ts';
import { type Groups, rootOf } from './groups.ts';
import type { PairGraph } from './pair-graph.ts';
import { similarityOf } from './similarity-of.ts';

/** Two groups, by their roots, that may be one person. */
export interface DoubtfulRoots {
  readonly a: number;
  readonly b: number;
  readonly similarity: number;
  /** What they fall short of being joined by; 0 or less where a rival keeps them apart. */
  readonly short: number;
}

/** Lists the pairs that are not joined and fall little short of it, the least short first. */
export function listDoubtful(
  groups: Groups,
  graph: PairGraph,
  rules: GroupingRules,
  chance: number,
): DoubtfulRoots[] {
  const found: DoubtfulRoots[] = [];
  const marks = new Int32Array(groups.nodes).fill(-1);
  for (let a = 0; a < groups.nodes; a++) {
    for (let edge = graph.head[a]!; edge >= 0; edge = graph.next[edge]!) {
      const b = rootOf(groups, graph.to[edge]!);
      if (b <= a || marks[b] === a) continue;
      marks[b] = a;
      const similarity = similarityOf(groups, a, b);
      const short = needed(groups, rules, chance, a, b) - similarity;
      if (short < rules.doubtful && !conflict(groups, a, b)) found.push({ a, b, similarity, short });
    }
  }
  found.sort((one, other) => one.short - other.short || one.a - other.a || one.b - other.b);
  return found;
}
