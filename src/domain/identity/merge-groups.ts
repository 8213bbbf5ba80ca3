import type { Groups } from './groups.ts';

/** Joins two groups, given by their roots. The root of the one with more nodes stays; it comes back. */
export function mergeGroups(groups: Groups, a: number, b: number): number {
  const { size, parent, version, person } = groups;
  const [root, child] = size[a]! > size[b]! || (size[a] === size[b] && a < b) ? [a, b] : [b, a];
  addVectors(groups, root, child);
  parent[child] = root;
  size[root]! += size[child]!;
  version[root]!++;
  if (person[child]! >= 0) person[root] = person[child]!;
  groups.frames[root] = union(groups.frames[root], groups.frames[child]);
  groups.frames[child] = undefined;
  moveApart(groups, root, child);
  return root;
}

function addVectors({ sums, weight, length, drift, dimension }: Groups, root: number, child: number): void {
  const total = weight[root]! + weight[child]!;
  if (total === 0) return;
  drift[root]! += weight[child]! / total;
  let squares = 0;
  for (let at = 0; at < dimension; at++) {
    const sum = sums[root * dimension + at]! + sums[child * dimension + at]!;
    sums[root * dimension + at] = sum;
    squares += sum * sum;
  }
  weight[root] = total;
  length[root] = Math.sqrt(squares) / total;
}

function union(a: Set<number> | undefined, b: Set<number> | undefined): Set<number> | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const [few, many] = a.size < b.size ? [a, b] : [b, a];
  for (const frame of few) many.add(frame);
  return many;
}

function moveApart({ apart }: Groups, root: number, child: number): void {
  const moved = apart[child];
  if (moved === undefined) return;
  apart[child] = undefined;
  const kept = apart[root] ?? new Set();
  apart[root] = kept;
  for (const other of moved) {
    kept.add(other);
    apart[other]!.delete(child);
    apart[other]!.add(root);
  }
}
