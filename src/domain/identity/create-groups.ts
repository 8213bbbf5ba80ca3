import type { UnitVector } from '../vector.ts';
import type { Groups } from './groups.ts';
import type { SharedFrames } from './share-frames.ts';

/** One node: its vector with the weight it has in a group, and the person it stands for, if it stands for one. */
export interface GroupNode {
  readonly vector: UnitVector | undefined;
  readonly weight: number;
  readonly person?: number;
}

/** Makes each node a group of its own; `frames` tells of the first nodes who is seen together. */
export function createGroups(nodes: readonly GroupNode[], dimension: number, frames: SharedFrames): Groups {
  const count = nodes.length;
  const groups: Groups = {
    nodes: count,
    dimension,
    parent: Int32Array.from({ length: count }, (_, node) => node),
    size: new Int32Array(count).fill(1),
    sums: new Float32Array(count * dimension),
    weight: new Float64Array(count),
    length: new Float64Array(count),
    version: new Int32Array(count),
    drift: new Float64Array(count),
    person: new Int32Array(count).fill(-1),
    frames: nodes.map((_, node) => setOf(frames.ofTrack[node])),
    apart: new Array(count).fill(undefined),
    frameStart: frames.start,
    inFrame: frames.tracks,
  };
  for (const [node, { vector, weight, person }] of nodes.entries()) {
    if (person !== undefined) groups.person[node] = person;
    if (vector === undefined) continue;
    groups.weight[node] = weight;
    groups.length[node] = 1;
    for (let at = 0; at < dimension; at++) groups.sums[node * dimension + at] = weight * vector[at]!;
  }
  return groups;
}

function setOf(frames: readonly number[] | undefined): Set<number> | undefined {
  return frames === undefined || frames.length === 0 ? undefined : new Set(frames);
}
