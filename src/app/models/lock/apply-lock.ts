import type { Model } from '../../../domain/manifest/schema.ts';
import type { AddTools } from '../add/add-tools.ts';
import type { HubTools } from '../add/hub-tools.ts';
import { withContents } from '../add/with-contents.ts';
import { writeEntries } from '../add/write-entries.ts';
import { pullModels } from '../pull-models.ts';
import type { PlannedLock } from './plan-lock.ts';

/**
 * Writes pins into the user's manifest. Small files, which had to be fetched to be hashed, go into the store first: a later
 * pull need not ask for them again.
 */
export async function applyLock(
  planned: readonly PlannedLock[],
  tools: AddTools,
  { pull, options, onPull }: HubTools,
  signal: AbortSignal,
): Promise<void> {
  for (const { model, pinned } of planned) {
    const files = pinned.files.filter(({ path }) => pinned.contents.has(path));
    if (files.length === 0) continue;
    const small = { ...model, files } as Model;
    const source = withContents(pull.source, pinned.contents);
    await pullModels([small], { ...pull, source }, options, signal, onPull);
  }
  await writeEntries(
    planned.map(({ model }) => model),
    tools,
    signal,
  );
}
