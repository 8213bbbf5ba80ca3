import type { Model } from '../../domain/manifest/schema.ts';
import type { ModelStore, OpenedModel } from '../../domain/ports/model-store.ts';

/**
 * Opens a model of the store, has it loaded, and makes sure that what was loaded is what was checked.
 *
 * @param load reads the files it needs, by the paths of the opened model; what it returns is closed where they changed
 *   meanwhile
 * @throws HeimdexError `model-missing`, `model-damaged`, and what `load` throws
 */
export async function loadModel<T extends { close(): Promise<void> }>(
  store: ModelStore,
  model: Model,
  signal: AbortSignal,
  load: (opened: OpenedModel) => Promise<T>,
): Promise<T> {
  const opened = await store.open(model, signal);
  const loaded = await load(opened);
  try {
    await opened.confirm();
    return loaded;
  } catch (error) {
    await loaded.close();
    throw error;
  }
}
