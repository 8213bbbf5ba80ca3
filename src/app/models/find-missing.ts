import type { Model, ModelFile } from '../../domain/manifest/schema.ts';
import type { ModelStore } from '../../domain/ports/model-store.ts';

/**
 * The files of some models that are not there whole. Those that the last full check found whole, and that have not
 * been touched since, are not read again.
 */
export async function findMissing(
  models: readonly Model[],
  store: ModelStore,
  signal: AbortSignal,
): Promise<{ readonly model: Model; readonly file: ModelFile }[]> {
  const all = models.flatMap((model) => model.files.map((file) => ({ model, file })));
  const states = await Promise.all(
    all.map(({ model, file }) => store.checkFile(model, file, { quick: true, signal })),
  );
  return all.filter((_, index) => states[index]!.state !== 'ok');
}
