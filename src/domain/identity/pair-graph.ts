import type { NeighbourLists } from './neighbour-lists.ts';

/**
 * Which groups might be joined: for each a chain of edges to others, each edge there from both sides. Of an edge is kept
 * how similar both were when it was last looked at, so that most need no second look.
 */
export interface PairGraph {
  /** First and last edge of each group's chain; -1 where there is none. */
  readonly head: Int32Array;
  readonly tail: Int32Array;
  /** Edge → the next one of the chain, -1 at its end. */
  readonly next: Int32Array;
  /** Edge → the group at its other side, as it was when last looked at. */
  readonly to: Int32Array;
  readonly similarity: Float32Array;
  /** Edge → the sum of both groups' drifts at that time. */
  readonly drift: Float64Array;
  /** Edge → the sum of both groups' versions while which it is held back; -1 where it isn't. */
  readonly held: Int32Array;
}

/**
 * Makes the graph of neighbour lists.
 *
 * @param roots the group that each listed vector is of
 * @param nodes how many numbers of groups there are
 */
export function createPairGraph(lists: NeighbourLists, roots: Int32Array, nodes: number): PairGraph {
  let edges = 0;
  for (const other of lists.to) if (other >= 0) edges += 2;
  const graph: PairGraph = {
    head: new Int32Array(nodes).fill(-1),
    tail: new Int32Array(nodes).fill(-1),
    next: new Int32Array(edges).fill(-1),
    to: new Int32Array(edges),
    // Nothing is known before the first look: as similar as can be.
    similarity: new Float32Array(edges).fill(1),
    drift: new Float64Array(edges),
    held: new Int32Array(edges).fill(-1),
  };
  let edge = 0;
  for (let place = 0; place < lists.to.length; place++) {
    const other = lists.to[place]!;
    if (other < 0) continue;
    const a = roots[Math.floor(place / lists.most)]!;
    append(graph, a, roots[other]!, edge++);
    append(graph, roots[other]!, a, edge++);
  }
  return graph;
}

function append(graph: PairGraph, from: number, to: number, edge: number): void {
  graph.to[edge] = to;
  const last = graph.tail[from]!;
  if (last < 0) graph.head[from] = edge;
  else graph.next[last] = edge;
  graph.tail[from] = edge;
}

/** Gives the edges of a group that was joined to another one to that one. */
export function joinChains(graph: PairGraph, root: number, child: number): void {
  const { head, tail, next, similarity } = graph;
  const first = head[child]!;
  if (first < 0) return;
  for (let edge = first; edge >= 0; edge = next[edge]!) similarity[edge] = 1;
  if (head[root]! < 0) head[root] = first;
  else next[tail[root]!] = first;
  tail[root] = tail[child]!;
  head[child] = -1;
  tail[child] = -1;
}
