import type { ModelRole } from '../roles.ts';
import type { Manifest } from '../schema.ts';
import type { Draft, GraphPart } from './clues.ts';

type Entry = Manifest['models'][string];

/**
 * The configuration of a model that heimdex knows and that has the very same graphs: its constants were checked, those
 * that a folder's files tell were not. Paths stay those of the draft.
 *
 * @param digests sha256 of each graph
 */
export function withKnownConstants(
  role: ModelRole,
  draft: Draft,
  digests: ReadonlyMap<GraphPart, string>,
  known: Manifest,
): { config: Draft; knownAs: string | undefined } {
  for (const [key, entry] of Object.entries(known.models)) {
    if (entry.role !== role || entry.source.kind === 'local') continue;
    const same = [...digests].every(([part, sha256]) => digestOfPart(entry, part) === sha256);
    if (same) return { config: overlay(draft, entry.config), knownAs: key };
  }
  return { config: draft, knownAs: undefined };
}

function digestOfPart(entry: Entry, part: GraphPart): string | undefined {
  const place = (entry.config as Readonly<Record<string, unknown>>)[part];
  const path = typeof place === 'string' ? place : (place as { graph?: string } | undefined)?.graph;
  const file = entry.files.find((each) => each.path === path);
  return file !== undefined && 'sha256' in file ? file.sha256 : undefined;
}

const PATHS = new Set(['graph', 'tokenizer', 'encoder', 'decoder']);

function overlay(draft: Draft, config: object): Draft {
  const result: Record<string, unknown> = { ...draft };
  for (const [name, value] of Object.entries(config)) {
    if (PATHS.has(name)) continue;
    const inner = value !== null && typeof value === 'object' && !Array.isArray(value);
    result[name] = inner ? overlay((draft[name] as Draft | undefined) ?? {}, value) : value;
  }
  return result;
}
