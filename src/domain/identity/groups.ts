/**
 * Groups of nodes (tracks, reference photos, people) while they are being joined. What belongs to a group stands at the
 * number of the node that is its root.
 */
export interface Groups {
  readonly nodes: number;
  readonly dimension: number;
  /** A step towards each node's root. */
  readonly parent: Int32Array;
  /** Nodes of each group. */
  readonly size: Int32Array;
  /** Sums of the vectors, each times its weight; one row of `dimension` numbers for each node. */
  readonly sums: Float32Array;
  /** Sums of the weights; 0 where no vector is known. */
  readonly weight: Float64Array;
  /** Lengths of the mean vectors. */
  readonly length: Float64Array;
  /** Goes up at each change. */
  readonly version: Int32Array;
  /** How far the mean vector can have moved since the beginning, as the sum of the shares that came in. */
  readonly drift: Float64Array;
  /** Number of the person whom the group is, -1 where none is known. */
  readonly person: Int32Array;
  /** Frames that show somebody else too, where there are any. */
  readonly frames: (Set<number> | undefined)[];
  /** Groups that decisions keep apart from it. */
  readonly apart: (Set<number> | undefined)[];
  /** Who is in a frame: nodes `inFrame[frameStart[f]]` up to `frameStart[f + 1]`. */
  readonly frameStart: Int32Array;
  readonly inFrame: Int32Array;
}

/** The root of a node's group. */
export function rootOf({ parent }: Groups, node: number): number {
  let at = node;
  while (parent[at] !== at) {
    parent[at] = parent[parent[at]!]!;
    at = parent[at]!;
  }
  return at;
}
