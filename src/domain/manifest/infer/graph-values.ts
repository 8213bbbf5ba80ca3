import { HeimdexError } from '../../errors.ts';
import type { GraphValue } from '../../ports/graph-reader.ts';
import type { ModelRole } from '../roles.ts';
import type { ClueGraph } from './clues.ts';

/**
 * The first of some inputs or outputs that a graph has.
 *
 * @throws HeimdexError `usage` where it has none of them: then it is no graph for the role
 */
export function pickValue(
  graph: ClueGraph,
  role: ModelRole,
  side: 'inputs' | 'outputs',
  ...names: readonly string[]
): GraphValue {
  const values = graph.facts[side];
  for (const name of names) {
    const value = values.find((each) => each.name === name);
    if (value !== undefined) return value;
  }
  const wanted = names.length === 1 ? names[0] : `any of ${names.join(', ')}`;
  throw notFor(graph, role, `it has no ${side.slice(0, -1)} ${wanted}, but ${listed(values)}`);
}

/**
 * Refuses a graph that wants more than heimdex can feed it.
 *
 * @throws HeimdexError `usage`
 */
export function allowInputs(graph: ClueGraph, role: ModelRole, ...names: readonly string[]): void {
  const strange = graph.facts.inputs.find(({ name }) => !names.includes(name));
  if (strange !== undefined) {
    throw notFor(graph, role, `it wants an input ${strange.name}, which heimdex has nothing for`);
  }
}

export function notFor({ path }: ClueGraph, role: ModelRole, reason: string): HeimdexError {
  return new HeimdexError('usage', `${path} is no graph for ${role}: ${reason}`, {
    hint: 'see whether role and folder belong together: heimdex models add --help',
  });
}

/** The length of an output's last dimension, where the graph states it. */
export function lastLength({ shape }: GraphValue): number | undefined {
  const last = shape.at(-1);
  return typeof last === 'number' && last > 0 ? last : undefined;
}

/** `dynamic` where a graph scales its activations over the whole batch (docs/decisions/004). */
export function quantizationOf(...graphs: readonly ClueGraph[]): 'dynamic' | 'none' {
  return graphs.some(({ facts }) => facts.operators.has('DynamicQuantizeLinear')) ? 'dynamic' : 'none';
}

function listed(values: readonly GraphValue[]): string {
  const names = values.slice(0, 6).map(({ name }) => name);
  return `${names.join(', ')}${values.length > names.length ? ', …' : ''}` || 'none';
}
