import type { ExportSummary } from '../../app/models/export-models.ts';
import type { Model } from '../../domain/manifest/schema.ts';
import type { AddCommand, Context } from '../context.ts';
import { EXIT_DONE } from '../exit-codes.ts';
import { type CommonOptions, withCommonOptions, withExamples } from '../options.ts';
import type { ModelTools } from '../wiring/models.ts';

interface ExportCommandOptions extends CommonOptions {
  readonly profile?: string;
  readonly force?: true;
}

/** `heimdex models export` */
export const addModelsExportCommand: AddCommand = (models, run) => {
  const command = models
    .command('export')
    .description('write models into one file, for a machine without a network')
    .argument('<file>', 'the archive, a plain tar; - for standard output')
    .argument('[model...]', 'these models, else all that are here whole')
    .option('--profile <name>', 'the models of a profile')
    .option('--force', 'replace the file if it is there')
    .action((file: string, names: string[], options: ExportCommandOptions) =>
      run(options, (context) => exportTo(file, names, options, context)),
    );
  withCommonOptions(command, { library: false, longWork: true });
  withExamples(
    command,
    'heimdex models export models.tar --profile standard',
    'heimdex models export - yunet sface | ssh studio heimdex models import -',
  );
};

async function exportTo(
  file: string,
  names: readonly string[],
  options: ExportCommandOptions,
  context: Context,
): Promise<number> {
  const { exportModels } = await import('../../app/models/export-models.ts');
  const { createArchiveProgress } = await import('../render/archive-progress.ts');
  const { exportTools } = await import('../wiring/model-archives.ts');
  const { withModelTools } = await import('../wiring/models.ts');
  const { namedPath } = await import('../paths.ts');
  await refuseUnusable(file, context);
  const target = file === '-' ? undefined : namedPath(context.host, file);
  return withModelTools(context, async (modelTools) => {
    const chosen = await choose(names, options, modelTools);
    const tools = await exportTools(context, modelTools, { target, replace: options.force === true });
    const progress = createArchiveProgress(context, 'export');
    let summary: ExportSummary;
    try {
      summary = await exportModels(chosen, tools, context.signal, progress.onEvent);
    } finally {
      progress.stop();
    }
    await report(context, summary, target);
    return EXIT_DONE;
  });
}

async function refuseUnusable(file: string, { json, host }: Context): Promise<void> {
  const { HeimdexError } = await import('../../domain/errors.ts');
  const hint = 'name a file: heimdex models export models.tar';
  if (file === '') throw new HeimdexError('usage', 'an empty file name was given', { hint });
  if (file !== '-') return;
  if (json)
    throw new HeimdexError('usage', 'standard output has room for the archive or for --json', { hint });
  if (host.stdout.isTTY === true) {
    throw new HeimdexError('usage', 'an archive is nothing for a terminal', {
      hint: 'send it on: heimdex models export - > models.tar',
    });
  }
}

/** Without a choice: every model that is here whole. */
async function choose(
  names: readonly string[],
  { profile }: ExportCommandOptions,
  { manifest, store }: ModelTools,
): Promise<Model[]> {
  const { selectModels } = await import('../../domain/manifest/select-models.ts');
  if (names.length > 0 || profile !== undefined) return selectModels(manifest, { names, profile });
  const { listModels } = await import('../../app/models/list-models.ts');
  const { modelsOf } = await import('../../domain/manifest/models-of.ts');
  const listed = await listModels(
    modelsOf(manifest).filter(({ source }) => source.kind !== 'bundled'),
    store,
  );
  return listed.filter(({ state }) => state === 'ready').map(({ model }) => model);
}

async function report(
  { json, printer, progressEvents }: Context,
  { models, files, bytes }: ExportSummary,
  target: string | undefined,
): Promise<void> {
  const { formatBytes } = await import('../../domain/format-bytes.ts');
  const { printable } = await import('../../domain/printable.ts');
  const { counted } = await import('../render/counted.ts');
  if (json) {
    const exported = models.map(({ key, source }) => ({ key, revision: source.revision }));
    await printer.document({
      schema: 'heimdex.export-result/1',
      file: target,
      models: exported,
      files,
      bytes,
    });
  } else if (!progressEvents) {
    const where = printable(target ?? 'standard output');
    const what = `${counted(models.length, 'model')}, ${counted(files, 'file')}, ${formatBytes(bytes)}`;
    printer.note(`exported ${what} to ${where}`);
  }
}
