import type { GraphFacts } from '../../ports/graph-reader.ts';

/** What a model's files tell of it, from which its entry in the manifest is made. */
export interface Clues {
  /** By the name that the role's configuration has for them. */
  readonly graphs: ReadonlyMap<GraphPart, ClueGraph>;
  /** JSON files by path, parsed; those that are there of `DOCUMENTS`. */
  readonly documents: ReadonlyMap<string, unknown>;
}

export type GraphPart = 'graph' | 'encoder' | 'decoder' | 'vision' | 'text';

export interface ClueGraph {
  /** Relative to the model's folder, with "/". */
  readonly path: string;
  readonly facts: GraphFacts;
}

/** A configuration as far as the files tell it: what they don't is absent. */
export type Draft = Readonly<Record<string, unknown>>;

export function graphOf(clues: Clues, part: GraphPart): ClueGraph {
  const graph = clues.graphs.get(part);
  if (graph === undefined) throw new Error(`no graph was chosen for ${part}`);
  return graph;
}
