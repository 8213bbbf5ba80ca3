import { fileEntryName, selfTestEntryName } from '../../domain/archive/entry-names.ts';
import { HeimdexError, throwIfInterrupted } from '../../domain/errors.ts';
import type { Model, ModelFile } from '../../domain/manifest/schema.ts';
import type { ArchiveEntries, SelfTestRecords, UserModels } from '../../domain/ports/model-archive.ts';
import type { ModelIntake } from '../../domain/ports/model-intake.ts';
import type { ModelStore } from '../../domain/ports/model-store.ts';
import type { PullLocks } from '../../domain/ports/pull-locks.ts';
import type { OnArchiveEvent } from './archive-event.ts';
import { findMissing } from './find-missing.ts';
import { type ImportedModel, type KnownModels, planImport } from './plan-import.ts';
import { readArchiveIndex } from './read-archive-index.ts';
import { receiveEntries } from './receive-entries.ts';
import { requireSpace } from './require-space.ts';

export interface ImportTools {
  readonly store: ModelStore;
  readonly intake: ModelIntake;
  readonly locks: PullLocks;
  readonly selfTests: SelfTestRecords;
  readonly userModels: UserModels;
  readonly known: KnownModels;
}

export interface ImportOptions {
  /** What the archive is called in errors. */
  readonly archive: string;
  /** Only these models; all where there are none. */
  readonly names: readonly string[];
  /** Only say what is in it. */
  readonly dryRun: boolean;
  /** How long to wait for another process that pulls the same model, milliseconds. */
  readonly lockLimitMs: number;
}

export interface ImportSummary {
  /** With the files of each that were not here. */
  readonly models: readonly (ImportedModel & { readonly missing: readonly ModelFile[] })[];
  readonly files: number;
  readonly bytes: number;
}

/**
 * Brings the models of an archive into the store. The archive may come from anyone: only files that its own manifest
 * names are looked at, each goes to the place that the manifest here derives for it, and only with the right digest.
 * What has come whole before a fault stays. A model that is new here is known only after the archive has been read to
 * its end.
 *
 * @throws HeimdexError `transfer-mismatch`, `manifest-invalid`, `usage`, `busy`, `disk`, `disk-full`, `interrupted`
 */
export async function importModels(
  entries: ArchiveEntries,
  tools: ImportTools,
  options: ImportOptions,
  signal: AbortSignal,
  emit: OnArchiveEvent,
): Promise<ImportSummary> {
  const inArchive = await readArchiveIndex(entries, options.archive);
  const planned = planImport(inArchive, options.names, tools.known);
  const refused = planned.find(({ refusal }) => refusal !== undefined);
  if (refused !== undefined && !options.dryRun) throw differs(refused, options.archive);
  const models = planned.filter(({ refusal }) => refusal === undefined).map(({ model }) => model);
  const summary = summaryOf(planned, await findMissing(models, tools.store, signal));
  if (options.dryRun) return summary;

  const releases: (() => Promise<void>)[] = [];
  try {
    // In the order of their names, as a pull does: two processes can't each hold what the other waits for.
    for (const { model, missing } of summary.models) {
      if (missing.length === 0) {
        emit({ type: 'passed-over', model, reason: 'here' });
        continue;
      }
      const onWait = (processId: number | undefined) => emit({ type: 'waiting', model, processId });
      releases.push(await tools.locks.acquire(model, { signal, limitMs: options.lockLimitMs, onWait }));
    }
    const wanted = await findMissing(models, tools.store, signal);
    const bytes = wanted.reduce((sum, { file }) => sum + file.bytes, 0);
    await requireSpace(bytes, tools.intake);
    const through = inArchive.flatMap((model) => model.files).reduce((sum, file) => sum + file.bytes, 0);
    emit({ type: 'plan', models, files: wanted.length, bytes, through });
    await receiveEntries(
      entries,
      expectedOf(inArchive, models, wanted),
      tools,
      options.archive,
      signal,
      emit,
    );
    throwIfInterrupted(signal);
    await tools.userModels.add(planned.filter(({ isNew }) => isNew).map(({ model }) => model));
    return { ...summary, files: wanted.length, bytes };
  } finally {
    for (const release of releases) await release();
  }
}

/** By the name of its entry, what the archive must or may bring, and for which of our files it is wanted. */
function expectedOf(
  inArchive: readonly Model[],
  models: readonly Model[],
  wanted: readonly { model: Model; file: ModelFile }[],
) {
  const wantedByName = new Map(wanted.map((each) => [fileEntryName(each.model, each.file), each]));
  const files = inArchive.flatMap((model) =>
    model.files.map((file) => {
      const name = fileEntryName(model, file);
      return [name, { bytes: file.bytes, wanted: wantedByName.get(name) }] as const;
    }),
  );
  const ours = new Map(models.map((model) => [model.key, model]));
  const records = inArchive.map((model) => [selfTestEntryName(model), ours.get(model.key)] as const);
  return { files: new Map(files), records: new Map(records) };
}

function summaryOf(
  planned: readonly ImportedModel[],
  missing: readonly { model: Model; file: ModelFile }[],
): ImportSummary {
  const models = planned.map((each) => ({
    ...each,
    missing: missing.filter(({ model }) => model === each.model).map(({ file }) => file),
  }));
  const bytes = missing.reduce((sum, { file }) => sum + file.bytes, 0);
  return { models, files: missing.length, bytes };
}

function differs({ model, refusal }: ImportedModel, archive: string): HeimdexError {
  return new HeimdexError(
    'transfer-mismatch',
    `${archive} has another ${model.key} than this heimdex: ${refusal}`,
    {
      hint: 'use the same version of heimdex on both machines, or name the other models to import only those',
    },
  );
}
