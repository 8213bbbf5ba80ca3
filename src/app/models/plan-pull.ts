import type { Model, ModelFile } from '../../domain/manifest/schema.ts';
import type { ModelCache } from '../../domain/ports/model-cache.ts';
import type { ModelIntake } from '../../domain/ports/model-intake.ts';
import type { ModelStore } from '../../domain/ports/model-store.ts';
import { isHubModel } from './is-hub-model.ts';
import type { PlannedFile } from './pull-event.ts';

export interface PlanTools {
  readonly store: ModelStore;
  readonly intake: ModelIntake;
  readonly cache: ModelCache;
}

/**
 * The files of some models that are not there whole. Those that the last full check found whole, and that have not
 * been touched since, are not read again.
 */
export async function planPull(
  models: readonly Model[],
  tools: PlanTools,
  signal: AbortSignal,
): Promise<PlannedFile[]> {
  const all = models.flatMap((model) => model.files.map((file) => ({ model, file })));
  const planned = await Promise.all(
    all.map(async ({ model, file }) => {
      const { state } = await tools.store.checkFile(model, file, { quick: true, signal });
      return state === 'ok' ? undefined : planFile(model, file, tools);
    }),
  );
  return planned.filter((each) => each !== undefined);
}

/** What there is already of a file that is not there whole, and whether another program's cache has it. */
export async function planFile(
  model: Model,
  file: ModelFile,
  { intake, cache }: Omit<PlanTools, 'store'>,
): Promise<PlannedFile> {
  const kept = await intake.keptBytes(model, file);
  return {
    model,
    file,
    // More than the file has is nothing that can be gone on from.
    kept: kept > file.bytes ? 0 : kept,
    cached: isHubModel(model) ? await cache.find(model, file) : undefined,
  };
}
