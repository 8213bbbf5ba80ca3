/** Why a video is not as a run of the present heimdex would leave it. */
export type StaleReason =
  /** No stage has run: it was found, and the run ended before its turn. */
  | 'not-indexed'
  | 'failed'
  /** It has vectors of another model than most of the library. */
  | 'other-model'
  /** The stage has run with other parameters than it has now. */
  | 'other-parameters';

export interface Stale {
  readonly reason: StaleReason;
  /** Parameters of the last run that differ, as `name=value`; empty but for `other-parameters`. */
  readonly parameters: readonly string[];
}

export interface RunRecord {
  /** `name=value` pairs, a blank between them. */
  readonly parameters: string;
  readonly state: 'done' | 'partial' | 'failed';
}

/**
 * What is stale about a video, by the runs that its stage has on record; undefined where it has run with the present
 * parameters. Which space a run wrote to is its parameter `space`.
 */
export function findStale(runs: readonly RunRecord[], present: string): Stale | undefined {
  const good = runs.filter(({ state }) => state !== 'failed');
  if (good.some(({ parameters }) => parameters === present)) return undefined;
  if (runs.length === 0) return { reason: 'not-indexed', parameters: [] };
  const wanted = partsOf(present);
  const spaceOf = (parts: readonly string[]) => parts.find((part) => part.startsWith('space='));
  const sameSpace = good
    .map(({ parameters }) => partsOf(parameters))
    .findLast((parts) => spaceOf(parts) === spaceOf(wanted));
  if (sameSpace !== undefined)
    return { reason: 'other-parameters', parameters: sameSpace.filter((part) => !wanted.includes(part)) };
  return { reason: good.length === 0 ? 'failed' : 'other-model', parameters: [] };
}

function partsOf(parameters: string): string[] {
  return parameters.split(' ');
}
