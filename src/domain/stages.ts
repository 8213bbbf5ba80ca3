import { HeimdexError } from './errors.ts';
import { nearest } from './nearest.ts';

/** What is done to a video, one after the other; the ledger has a record of each. */
export const STAGES = ['sight', 'speech', 'faces'] as const;

export type Stage = (typeof STAGES)[number];

/**
 * The stage that a user named.
 *
 * @throws HeimdexError `usage`
 */
export function parseStage(name: string): Stage {
  const stage = STAGES.find((candidate) => candidate === name);
  if (stage !== undefined) return stage;
  const near = nearest(name, STAGES);
  throw new HeimdexError('usage', `there is no stage ${name}: ${STAGES.join(', ')}`, {
    // An option that may have a value takes the next word for it.
    hint:
      near === undefined
        ? 'put --reindex behind the folders: heimdex index FOLDER --reindex'
        : `--reindex ${near}`,
  });
}
