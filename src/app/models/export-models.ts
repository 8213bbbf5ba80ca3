import { archiveManifest } from '../../domain/archive/archive-manifest.ts';
import { ARCHIVE_MANIFEST, fileEntryName, selfTestEntryName } from '../../domain/archive/entry-names.ts';
import { HeimdexError, throwIfInterrupted } from '../../domain/errors.ts';
import { mendingCommand } from '../../domain/manifest/mending-command.ts';
import type { Model } from '../../domain/manifest/schema.ts';
import type {
  ArchiveSink,
  ArchiveWriter,
  ModelOutlet,
  SelfTestRecords,
} from '../../domain/ports/model-archive.ts';
import type { ModelStore } from '../../domain/ports/model-store.ts';
import type { OnArchiveEvent } from './archive-event.ts';
import { listModels } from './list-models.ts';

export interface ExportTools {
  readonly store: ModelStore;
  readonly outlet: ModelOutlet;
  readonly selfTests: SelfTestRecords;
  /** Begins the archive; `bytes`: so many will be in it, about. */
  readonly begin: (bytes: number) => Promise<{ sink: ArchiveSink; writer: ArchiveWriter }>;
}

export interface ExportSummary {
  /** In the order of the archive. */
  readonly models: readonly Model[];
  readonly files: number;
  readonly bytes: number;
}

/**
 * Writes models into an archive. Every file is hashed on its way; one that is not what the manifest says ends the
 * export, and nothing is left of the archive. The same models give the same archive, byte for byte.
 *
 * @throws HeimdexError `model-missing`, `model-damaged`, `usage` where there is nothing to export, `disk`, `disk-full`
 */
export async function exportModels(
  models: readonly Model[],
  tools: ExportTools,
  signal: AbortSignal,
  emit: OnArchiveEvent,
): Promise<ExportSummary> {
  for (const model of models) {
    if (model.source.kind === 'bundled') emit({ type: 'passed-over', model, reason: 'bundled' });
  }
  const chosen = models
    .filter(({ source }) => source.kind !== 'bundled')
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));
  if (chosen.length === 0) {
    throw new HeimdexError(
      'usage',
      'there is no model to export: what comes with heimdex need not be carried',
      {
        hint: 'heimdex models list shows what is here; heimdex models pull brings more',
      },
    );
  }
  // Known before the first of many gigabytes is written, not after the last.
  await requireWhole(chosen, tools.store);
  const files = chosen.flatMap((model) => model.files);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  emit({ type: 'plan', models: chosen, files: files.length, bytes, through: bytes });
  const { sink, writer } = await tools.begin(bytes);
  try {
    await add(writer, ARCHIVE_MANIFEST, new TextEncoder().encode(archiveManifest(chosen)));
    for (const model of chosen) await addModel(model, writer, tools, signal, emit);
    await writer.end();
    throwIfInterrupted(signal);
    await sink.finish();
  } finally {
    await sink.discard();
  }
  return { models: chosen, files: files.length, bytes };
}

async function addModel(
  model: Model,
  writer: ArchiveWriter,
  { outlet, selfTests }: ExportTools,
  signal: AbortSignal,
  emit: OnArchiveEvent,
): Promise<void> {
  const record = await selfTests.read(model);
  if (record !== undefined) await add(writer, selfTestEntryName(model), record);
  for (const file of model.files.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    const content = counting(outlet.read(model, file, signal), emit);
    await writer.add(fileEntryName(model, file), file.bytes, content);
  }
}

async function* counting(
  chunks: AsyncIterable<Uint8Array>,
  emit: OnArchiveEvent,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks) {
    yield chunk;
    emit({ type: 'bytes', bytes: chunk.length });
  }
}

async function add(writer: ArchiveWriter, name: string, content: Uint8Array): Promise<void> {
  await writer.add(
    name,
    content.length,
    (async function* () {
      yield content;
    })(),
  );
}

async function requireWhole(models: readonly Model[], store: ModelStore): Promise<void> {
  const reports = (await listModels(models, store)).flatMap(({ model, files }) =>
    files.map((report) => ({ model, report })),
  );
  const worst =
    reports.find(({ report }) => report.state === 'missing') ??
    reports.find(({ report }) => report.state !== 'ok');
  if (worst === undefined) return;
  const { model, report } = worst;
  const hint = mendingCommand(model);
  if (report.state === 'missing') {
    const message = `the model ${model.key} is not here whole: ${report.file.path} is missing`;
    throw new HeimdexError('model-missing', message, { hint });
  }
  const difference = `expected ${report.expected}, got ${report.actual}`;
  throw new HeimdexError(
    'model-damaged',
    `the model ${model.key} is damaged: ${report.file.path}: ${difference}`,
    {
      hint,
    },
  );
}
