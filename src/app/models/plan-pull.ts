import type { Model, ModelFile } from '../../domain/manifest/schema.ts';
import type { ModelCache } from '../../domain/ports/model-cache.ts';
import type { ModelIntake } from '../../domain/ports/model-intake.ts';
import type { ModelStore } from '../../domain/ports/model-store.ts';
import { findMissing } from './find-missing.ts';
import { isHubModel } from './is-hub-model.ts';
import type { PlannedFile } from './pull-event.ts';

export interface PlanTools {
  readonly store: ModelStore;
  readonly intake: ModelIntake;
  readonly cache: ModelCache;
}

/** The files of some models that are not there whole, and what there is of each. */
export async function planPull(
  models: readonly Model[],
  tools: PlanTools,
  signal: AbortSignal,
): Promise<PlannedFile[]> {
  const missing = await findMissing(models, tools.store, signal);
  return Promise.all(missing.map(({ model, file }) => planFile(model, file, tools)));
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
