import type { Model } from '../../domain/manifest/schema.ts';
import { isSetAside } from '../../domain/manifest/set-aside-path.ts';
import type { FileReport, ModelStore } from '../../domain/ports/model-store.ts';

/** One line of a verification. `extra`: a file that the manifest does not name; `actual` then says what it is, if known. */
export interface VerifiedFile {
  readonly model: string;
  readonly path: string;
  readonly state: FileReport['state'] | 'extra';
  readonly expected: string | null;
  readonly actual: string | null;
}

export interface VerifyOptions {
  readonly quick: boolean;
  /** Called while files are read, with the bytes read since the last call. */
  readonly onBytes?: (bytes: number) => void;
}

/**
 * Checks every file of some models, in the order of the manifest; needs no network. How many files are read at once
 * is the store's affair.
 */
export async function verifyModels(
  models: readonly Model[],
  store: ModelStore,
  options: VerifyOptions,
  signal: AbortSignal,
): Promise<VerifiedFile[]> {
  const perModel = models.map(async (model) => {
    const extra = store.extraFiles(model);
    const checks = model.files.map(async (file) =>
      described(model, await store.checkFile(model, file, { ...options, signal })),
    );
    const files = await Promise.all(checks);
    return [...files, ...(await extra).map((path) => extraFile(model, path))];
  });
  return (await Promise.all(perModel)).flat();
}

function described(model: Model, { file, state, expected, actual }: FileReport): VerifiedFile {
  return { model: model.key, path: file.path, state, expected: expected ?? null, actual: actual ?? null };
}

function extraFile(model: Model, path: string): VerifiedFile {
  const actual = isSetAside(model, path) ? 'a file that did not fit, set aside when it was replaced' : null;
  return { model: model.key, path, state: 'extra', expected: null, actual };
}
