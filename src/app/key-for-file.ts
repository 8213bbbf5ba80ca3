import type { StageKey } from '../domain/ports/library.ts';
import type { SidecarStamps } from '../domain/ports/speech.ts';
import { readsSidecars } from './speech-stage.ts';

const SIDECARS = ' sidecars=';

/**
 * What the ledger calls a stage's run for one file: that of speech is another where the subtitle files beside it are others.
 * Without any it is the stage's own.
 */
export async function keyForFile(
  key: StageKey,
  absolutePath: string,
  sidecars: SidecarStamps,
): Promise<StageKey> {
  if (key.stage !== 'speech' || !readsSidecars(key.parameters)) return key;
  const stamp = await sidecars.stampOf(absolutePath);
  return stamp === undefined ? key : { ...key, parameters: `${key.parameters}${SIDECARS}${stamp}` };
}

/** The parameters of a run without the files that it read. */
export function withoutSidecars(parameters: string): string {
  return parameters.split(SIDECARS)[0]!;
}
