import { conflict } from './conflict.ts';
import type { GroupingRules } from './grouping-rules.ts';
import { type Groups, rootOf } from './groups.ts';
import type { PairGraph } from './pair-graph.ts';
import { similarityOf } from './similarity-of.ts';

/** A rival counts only with at least this share of the other's tracks: one bad track is none to a person of many. */
const RIVAL_SHARE = 0.25;

/**
 * The margin falls as the smaller group grows, by this power of its size: means of many tracks scatter less. Were all tracks
 * independent it would be 1/2; those of one video are not.
 */
const EASING = 0.25;

/** Whether it is open which of two people that can't be one a group is: one of the pair has such a rival. */
export type RivalCheck = (a: number, b: number, similarity: number) => boolean;

/**
 * Twins are seen together, and so are known to be two; a third track fits both. To join it to the better one by a hair
 * would be a throw of dice, so it stays apart. Looked for from the smaller group's side.
 */
export function createRivalCheck(groups: Groups, graph: PairGraph, rules: GroupingRules): RivalCheck {
  return (a, b, similarity) => {
    const [small, large] = groups.size[a]! <= groups.size[b]! ? [a, b] : [b, a];
    const near = similarity - rules.rival / groups.size[small]! ** EASING;
    const fits = (one: number, other: number) => similarityOf(groups, one, other) >= near;
    return seenBeside(small, large) || besideLarge(small, large);

    /** Somebody who can't be the small one is as similar to the large one. */
    function seenBeside(small: number, large: number): boolean {
      for (const frame of groups.frames[small] ?? []) {
        for (let at = groups.frameStart[frame]!; at < groups.frameStart[frame + 1]!; at++) {
          const other = rootOf(groups, groups.inFrame[at]!);
          if (other !== small && counts(other, small) && fits(other, large)) return true;
        }
      }
      for (const other of groups.apart[small] ?? [])
        if (counts(other, small) && fits(other, large)) return true;
      return false;
    }

    /** The small one is as similar to somebody who can't be the large one. */
    function besideLarge(small: number, large: number): boolean {
      for (let edge = graph.head[small]!; edge >= 0; edge = graph.next[edge]!) {
        const other = rootOf(groups, graph.to[edge]!);
        if (other === small || other === large || !counts(other, large)) continue;
        if (fits(other, small) && conflict(groups, other, large)) return true;
      }
      return false;
    }
  };

  function counts(rival: number, to: number): boolean {
    return groups.size[rival]! >= RIVAL_SHARE * groups.size[to]!;
  }
}
