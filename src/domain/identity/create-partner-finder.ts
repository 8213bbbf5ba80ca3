import { conflict } from './conflict.ts';
import type { GroupingRules } from './grouping-rules.ts';
import { type Groups, rootOf } from './groups.ts';
import type { PairGraph } from './pair-graph.ts';
import { similarityOf } from './similarity-of.ts';

/** Cosines of equal vectors may be less than 1 by this, for they are 32-bit numbers. */
const ROUNDING = 1e-6;

/** The group that one may best be joined to. */
export interface Partner {
  readonly group: number;
  readonly similarity: number;
  readonly edge: number;
}

/** Looks along a group's edges for its best partner; edges to itself, doubled or against a constraint go. */
export type PartnerFinder = (group: number) => Partner | undefined;

/** @param chance the cosine that strangers have by chance */
export function createPartnerFinder(
  groups: Groups,
  graph: PairGraph,
  rules: GroupingRules,
  chance: number,
): PartnerFinder {
  const { head, tail, next, to, similarity, drift, held } = graph;
  const marks = new Int32Array(groups.nodes);
  let mark = 0;
  return (group) => {
    mark++;
    let best: Partner | undefined;
    let last = -1;
    for (let edge = head[group]!; edge >= 0; edge = next[edge]!) {
      const other = rootOf(groups, to[edge]!);
      if (other === group || marks[other] === mark || !consider(edge, other)) {
        if (last < 0) head[group] = next[edge]!;
        else next[last] = next[edge]!;
        continue;
      }
      marks[other] = mark;
      last = edge;
    }
    tail[group] = last;
    return best;

    /** False where the pair is against a constraint. */
    function consider(edge: number, other: number): boolean {
      if (other !== to[edge]) {
        to[edge] = other;
        similarity[edge] = 1;
      }
      const drifted = groups.drift[group]! + groups.drift[other]!;
      const known = similarity[edge]!;
      // A share f of newcomers lifts a mean of s by at most f (1 - s).
      const most = known + (1 - known) * (drifted - drift[edge]!);
      const least = best === undefined ? rules.threshold - ROUNDING : best.similarity;
      if (known < 1 && most <= least) return true;
      const exact = similarityOf(groups, group, other);
      similarity[edge] = exact;
      drift[edge] = drifted;
      if (exact <= least || exact < needed(groups, rules, chance, group, other)) return true;
      if (held[edge] === groups.version[group]! + groups.version[other]!) return true;
      if (conflict(groups, group, other)) return false;
      best = { group: other, similarity: exact, edge };
      return true;
    }
  };
}

/**
 * The mean cosine from which two groups are joined: the threshold, and what strangers' mean vectors of these lengths have
 * by chance.
 */
export function needed(
  { length }: Groups,
  { threshold }: GroupingRules,
  chance: number,
  a: number,
  b: number,
): number {
  return Math.max(threshold - ROUNDING, chance * length[a]! * length[b]!);
}
