import type { Appearance } from './appearance.ts';
import type { NodeDecision } from './apply-decisions.ts';
import { createGroups, type GroupNode } from './create-groups.ts';
import type { GroupingOptions } from './grouping.ts';
import type { Groups } from './groups.ts';
import { dimensionOf, orderTracks } from './order-tracks.ts';
import { shareFrames } from './share-frames.ts';

/** Tracks, references and people as nodes, in this order: tracks by their keys, people by their numbers. */
export interface PreparedNodes {
  readonly groups: Groups;
  /** Node → track. */
  readonly order: readonly number[];
  /** Track → node. */
  readonly nodeOf: Int32Array;
  /** Those of the user, then those that references are; nothing for one about a track that is left out. */
  readonly decisions: readonly (NodeDecision | undefined)[];
  /** How many are the user's. */
  readonly asked: number;
}

/** @throws RangeError as groupTracks does */
export function prepareNodes(tracks: readonly Appearance[], options: GroupingOptions): PreparedNodes {
  const { decisions = [], references = [], leftOut = [] } = options;
  const order = orderTracks(tracks);
  const nodeOf = new Int32Array(tracks.length);
  for (const [node, track] of order.entries()) nodeOf[track] = node;
  const forgotten = new Set(leftOut);
  const nodes: GroupNode[] = order.map((track) => {
    const { vector, quality } = tracks[track]!;
    return { vector: forgotten.has(track) ? undefined : vector, weight: quality };
  });
  for (const { vector } of references) nodes.push({ vector, weight: 1 });
  const dimension = dimensionOf(nodes.map(({ vector }) => vector));
  const personNode = new Map<number, number>();
  for (const person of peopleIn(options)) {
    personNode.set(person, nodes.length);
    nodes.push({ vector: undefined, weight: 0, person });
  }
  const frames = shareFrames(order.map((track) => tracks[track]!));
  const node = (track: number) => {
    if (nodeOf[track] === undefined)
      throw new RangeError(`a decision names track ${track}, which there is not`);
    return nodeOf[track];
  };
  const between: (NodeDecision | undefined)[] = decisions.map((decision) => {
    const b = 'person' in decision ? personNode.get(decision.person)! : node(decision.other);
    const about = { same: decision.same, a: node(decision.track), b };
    const left = forgotten.has(decision.track) || ('other' in decision && forgotten.has(decision.other));
    return left ? undefined : about;
  });
  for (const [at, { same, person }] of references.entries()) {
    between.push({ same, a: tracks.length + at, b: personNode.get(person)! });
  }
  const groups = createGroups(nodes, dimension, frames);
  return { groups, order, nodeOf, decisions: between, asked: decisions.length };
}

function peopleIn({ decisions = [], references = [] }: GroupingOptions): number[] {
  const people = new Set<number>();
  for (const decision of decisions) if ('person' in decision) people.add(decision.person);
  for (const { person } of references) people.add(person);
  return [...people].sort((a, b) => a - b);
}
