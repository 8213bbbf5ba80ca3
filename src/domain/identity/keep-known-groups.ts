import { seenTogether } from './conflict.ts';
import { type Groups, rootOf } from './groups.ts';
import { mergeGroups } from './merge-groups.ts';

/**
 * Joins the nodes of groups that an earlier run made. One of them that decisions or a frame contradict by now falls
 * apart as a whole: its tracks are grouped anew.
 *
 * @returns 1 for the nodes that are in no group that was kept
 */
export function keepKnownGroups(groups: Groups, known: readonly (readonly number[])[]): Uint8Array {
  const fresh = new Uint8Array(groups.nodes).fill(1);
  for (const members of known) {
    const roots = [...new Set(members.map((node) => rootOf(groups, node)))];
    if (!fitTogether(groups, roots)) continue;
    for (const node of members) fresh[node] = 0;
    let root = roots[0];
    for (const other of roots.slice(1)) root = mergeGroups(groups, root!, other);
  }
  return fresh;
}

function fitTogether(groups: Groups, roots: readonly number[]): boolean {
  const frames = new Set<number>();
  const all = new Set(roots);
  let person = -1;
  for (const root of roots) {
    if (seenTogether(frames, groups.frames[root])) return false;
    for (const frame of groups.frames[root] ?? []) frames.add(frame);
    for (const other of groups.apart[root] ?? []) if (all.has(other)) return false;
    if (groups.person[root]! < 0) continue;
    if (person >= 0 && person !== groups.person[root]) return false;
    person = groups.person[root]!;
  }
  return true;
}
