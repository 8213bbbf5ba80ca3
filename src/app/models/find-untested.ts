import type { Model } from '../../domain/manifest/schema.ts';
import type { ModelStore } from '../../domain/ports/model-store.ts';
import type { SelfTestRecordStore } from '../../domain/ports/self-tester.ts';
import { isOfFiles } from '../../domain/self-test/self-test-record.ts';

/**
 * The models that are here whole and have no record of a self-test with these files: those that a pull has just
 * brought, or that one brought which did not come to testing them. Bundled models are not brought by anyone.
 */
export async function findUntested(
  models: readonly Model[],
  { store, records }: { store: ModelStore; records: SelfTestRecordStore },
): Promise<Model[]> {
  const untested = await Promise.all(
    models.map(async (model) => {
      if (model.source.kind === 'bundled') return false;
      const found = await records.read(model);
      if (found.kind === 'record' && isOfFiles(found.record, model)) return false;
      const files = await Promise.all(model.files.map((file) => store.glanceFile(model, file)));
      return files.every(({ state }) => state === 'ok');
    }),
  );
  return models.filter((_, index) => untested[index]);
}
