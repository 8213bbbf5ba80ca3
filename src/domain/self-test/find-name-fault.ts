/** The names of a graph's inputs and outputs. */
export interface GraphNames {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

export interface WantedNames extends GraphNames {
  /** Inputs that are given where the graph has them. */
  readonly optional?: readonly string[];
}

/** What a graph lacks of the names that its role and manifest need, or wants beyond them; undefined where all fits. */
export function findNameFault(graph: GraphNames, wanted: WantedNames): string | undefined {
  const lackedInput = wanted.inputs.find((name) => !graph.inputs.includes(name));
  if (lackedInput !== undefined) return lacks('input', lackedInput, graph.inputs);
  const known = new Set([...wanted.inputs, ...(wanted.optional ?? [])]);
  const unknown = graph.inputs.find((name) => !known.has(name));
  if (unknown !== undefined) return `expected the inputs ${listed([...known])}, got also ${unknown}`;
  const lackedOutput = wanted.outputs.find((name) => !graph.outputs.includes(name));
  return lackedOutput === undefined ? undefined : lacks('output', lackedOutput, graph.outputs);
}

function lacks(kind: string, name: string, there: readonly string[]): string {
  return `expected an ${kind} ${name}, got ${listed(there)}`;
}

/** A decoder has dozens of names: the first few tell what kind of graph it is. */
function listed(names: readonly string[]): string {
  const most = 6;
  if (names.length === 0) return 'none';
  const more = names.length > most ? ` and ${names.length - most} more` : '';
  return `${names.slice(0, most).join(', ')}${more}`;
}
