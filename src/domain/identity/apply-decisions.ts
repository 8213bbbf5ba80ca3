import { conflict } from './conflict.ts';
import { type Groups, rootOf } from './groups.ts';
import { keepApart } from './keep-apart.ts';
import { mergeGroups } from './merge-groups.ts';

/** A decision between two nodes. */
export interface NodeDecision {
  readonly same: boolean;
  readonly a: number;
  readonly b: number;
}

/**
 * Joins and keeps apart what the user decided, the last decision first: where two contradict each other the later one
 * holds. No decision makes one person of two that are seen in one frame, or that have different numbers.
 *
 * @param decisions nothing stands for one that can't hold
 * @returns the places of the decisions that don't hold, ascending
 */
export function applyDecisions(groups: Groups, decisions: readonly (NodeDecision | undefined)[]): number[] {
  const refused: number[] = [];
  for (let at = decisions.length - 1; at >= 0; at--) {
    const decision = decisions[at];
    if (decision === undefined) {
      refused.unshift(at);
      continue;
    }
    const { same, a, b } = decision;
    const [rootA, rootB] = [rootOf(groups, a), rootOf(groups, b)];
    const holds = same ? rootA === rootB || !conflict(groups, rootA, rootB) : rootA !== rootB;
    if (!holds) refused.unshift(at);
    else if (!same) keepApart(groups, rootA, rootB);
    else if (rootA !== rootB) mergeGroups(groups, rootA, rootB);
  }
  return refused;
}
