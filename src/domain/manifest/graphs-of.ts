import type { Model } from './schema.ts';

const GRAPH_KEYS = new Set(['graph', 'encoder', 'decoder']);

/** The paths of a model's graphs: the files that the inference runtime is given. */
export function graphsOf({ config }: Model): string[] {
  return [...new Set(pathsIn(config))];
}

function* pathsIn(config: object): Generator<string> {
  for (const [name, value] of Object.entries(config)) {
    if (typeof value === 'string' && GRAPH_KEYS.has(name)) yield value;
    else if (value !== null && typeof value === 'object') yield* pathsIn(value);
  }
}
