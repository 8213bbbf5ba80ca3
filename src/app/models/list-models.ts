import type { Model } from '../../domain/manifest/schema.ts';
import type { FileReport, ModelStore } from '../../domain/ports/model-store.ts';

/** `partial`: some files are there; `damaged`: one is there that is not what the manifest says. */
export type ModelState = 'ready' | 'partial' | 'missing' | 'damaged';

export interface ListedModel {
  readonly model: Model;
  readonly state: ModelState;
  /** In the manifest's order. */
  readonly files: readonly FileReport[];
}

/** What is there of some models, told without reading their files. */
export async function listModels(models: readonly Model[], store: ModelStore): Promise<ListedModel[]> {
  return Promise.all(
    models.map(async (model) => {
      const files = await Promise.all(model.files.map((file) => store.glanceFile(model, file)));
      return { model, state: stateOf(files), files };
    }),
  );
}

function stateOf(files: readonly FileReport[]): ModelState {
  if (files.some(({ state }) => state === 'size' || state === 'hash')) return 'damaged';
  if (files.every(({ state }) => state === 'ok')) return 'ready';
  return files.some(({ state }) => state === 'ok') ? 'partial' : 'missing';
}
