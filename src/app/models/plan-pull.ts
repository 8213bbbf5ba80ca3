import type { Model } from '../../domain/manifest/schema.ts';
import type { ModelIntake } from '../../domain/ports/model-intake.ts';
import type { ModelStore } from '../../domain/ports/model-store.ts';
import type { PlannedFile } from './pull-event.ts';

/**
 * The files of some models that are not there whole. Those that the last full check found whole, and that have not
 * been touched since, are not read again.
 */
export async function planPull(
  models: readonly Model[],
  { store, intake }: { store: ModelStore; intake: ModelIntake },
  signal: AbortSignal,
): Promise<PlannedFile[]> {
  const all = models.flatMap((model) => model.files.map((file) => ({ model, file })));
  const planned = await Promise.all(
    all.map(async ({ model, file }) => {
      const { state } = await store.checkFile(model, file, { quick: true, signal });
      return state === 'ok' ? undefined : { model, file, kept: await intake.keptBytes(model, file) };
    }),
  );
  return planned.filter((each) => each !== undefined);
}
