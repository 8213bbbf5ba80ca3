import { join } from 'node:path';
import { HeimdexError, throwIfInterrupted } from '../../domain/errors.ts';
import { digestOf } from '../../domain/manifest/digest-of.ts';
import { mendingCommand } from '../../domain/manifest/mending-command.ts';
import type { Model, ModelFile } from '../../domain/manifest/schema.ts';
import type { FileCheck, FileReport, ModelStore, OpenedModel } from '../../domain/ports/model-store.ts';
import { type DigestFile, digestFile } from './digest-file.ts';
import { type FileFinding, type FileStamp, inspectFile, sameStamp } from './inspect-file.ts';
import { listExtraFiles } from './list-extra-files.ts';
import { compiledTokenizerPath, type ModelPlaces, modelFolder, quickRecordPath } from './model-places.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { openQuickRecord, type QuickRecord } from './quick-record.ts';
import { requireNamedData } from './require-named-data.ts';
import { translateDiskError } from './translate-disk-error.ts';

/**
 * The store of models on this machine. It reads; what is pulled comes in through the model intake.
 *
 * @param digest makes digests: in this thread, one file after the other, where nothing else is given
 */
export function createModelStore(
  places: ModelPlaces,
  digest: DigestFile = oneAtATime(digestFile),
): ModelStore {
  const records = new Map<string, QuickRecord>();
  const recordOf = (model: Model): QuickRecord => {
    const path = quickRecordPath(places, model);
    const record = records.get(path) ?? openQuickRecord(path);
    records.set(path, record);
    return record;
  };
  const look = async (model: Model, file: ModelFile) => {
    const folder = modelFolder(places, model);
    const finding = await reading(join(folder, file.path), () => inspectFile(folder, file.path));
    return { path: join(folder, file.path), finding, fault: faultAtSight(file, finding) };
  };
  const inspectAll = (model: Model) =>
    Promise.all(model.files.map(async (file) => (await look(model, file)).finding));

  const glanceFile = async (model: Model, file: ModelFile): Promise<FileReport> => {
    const { finding, fault } = await look(model, file);
    if (fault !== undefined || finding.kind !== 'file') return fault!;
    const known = knownDigest(recordOf(model), file, finding.stamp);
    return known === undefined ? { file, state: 'ok' } : compare(file, known);
  };

  const checkFile = async (model: Model, file: ModelFile, check: FileCheck): Promise<FileReport> => {
    throwIfInterrupted(check.signal);
    const { path, finding, fault } = await look(model, file);
    if (fault !== undefined || finding.kind !== 'file') return fault!;
    const record = recordOf(model);
    const known = check.quick ? knownDigest(record, file, finding.stamp) : undefined;
    if (known !== undefined) return compare(file, known);
    const { algorithm } = digestOf(file);
    const { hex, stamp } = await reading(path, () => digest(path, algorithm, check));
    if (stamp !== undefined) record.remember(file.path, stamp, `${algorithm}:${hex}`);
    return compare(file, `${algorithm}:${hex}`);
  };

  return {
    folderOf: (model) => modelFolder(places, model),
    glanceFile,
    checkFile,
    extraFiles: (model) => {
      const folder = modelFolder(places, model);
      return reading(folder, () => listExtraFiles(folder, model));
    },
    open: async (model, signal) => {
      // Seen before they are checked: whatever happens to a file from here on is noticed by the opened model.
      const seen = await inspectAll(model);
      const reports = await Promise.all(
        model.files.map((file) => checkFile(model, file, { quick: true, signal })),
      );
      const worst =
        reports.find(({ state }) => state === 'missing') ?? reports.find(({ state }) => state !== 'ok');
      if (worst !== undefined) throw notUsable(model, worst);
      const folder = modelFolder(places, model);
      const pathOf = pathsOf(model, folder);
      await reading(folder, async () => requireNamedData(model, pathOf));
      return {
        model,
        pathOf,
        tokenizerPlace: (path) => ({
          path: compiledTokenizerPath(places, model),
          digest: digestOf(model.files.find((file) => file.path === path)!),
        }),
        confirm: async () => requireUntouched(model, seen, await inspectAll(model)),
      };
    },
  };
}

/** What the last full check found; nothing where it made another kind of digest than the manifest states by now. */
function knownDigest(record: QuickRecord, file: ModelFile, stamp: FileStamp): string | undefined {
  const known = record.digestOf(file.path, stamp);
  return known?.startsWith(`${digestOf(file).algorithm}:`) ? known : undefined;
}

function faultAtSight(file: ModelFile, finding: FileFinding): FileReport | undefined {
  if (finding.kind === 'absent') return { file, state: 'missing' };
  if (finding.kind === 'irregular') {
    return {
      file,
      state: 'hash',
      expected: 'a plain file',
      actual: 'a link or another thing that is no plain file',
    };
  }
  if (finding.stamp.bytes === file.bytes) return undefined;
  return { file, state: 'size', expected: `${file.bytes} bytes`, actual: `${finding.stamp.bytes} bytes` };
}

function compare(file: ModelFile, actual: string): FileReport {
  const { algorithm, hex } = digestOf(file);
  const expected = `${algorithm}:${hex}`;
  return actual === expected ? { file, state: 'ok' } : { file, state: 'hash', expected, actual };
}

async function reading<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw translateDiskError(error, 'read', path);
  }
}

function notUsable(model: Model, report: FileReport): HeimdexError {
  const hint = mendingCommand(model);
  if (report.state === 'missing') {
    return new HeimdexError(
      'model-missing',
      `the model ${model.key} is not here: ${report.file.path} is missing`,
      { hint },
    );
  }
  const difference = `expected ${report.expected}, got ${report.actual}`;
  return new HeimdexError(
    'model-damaged',
    `the model ${model.key} is damaged: ${report.file.path}: ${difference}`,
    { hint },
  );
}

function requireUntouched(model: Model, before: readonly FileFinding[], after: readonly FileFinding[]): void {
  const changed = model.files.find((_, index) => !isUntouched(before[index]!, after[index]!));
  if (changed === undefined) return;
  throw new HeimdexError(
    'model-damaged',
    `the model ${model.key} changed while it was being loaded: ${changed.path} is another file now`,
    { hint: `see what writes into the models, then run heimdex models verify ${model.key}` },
  );
}

function isUntouched(before: FileFinding, after: FileFinding): boolean {
  if (before.kind !== 'file' || after.kind !== 'file') return false;
  return sameStamp(before.stamp, after.stamp) && before.changeNs === after.changeNs;
}

function pathsOf(model: Model, folder: string): OpenedModel['pathOf'] {
  const paths = new Set(model.files.map((file) => file.path));
  return (path) => {
    if (!paths.has(path)) throw new Error(`${path} is no file of ${model.key}`);
    return join(folder, path);
  };
}
