import type { ImportSummary } from '../../app/models/import-models.ts';
import type { AddCommand, Context } from '../context.ts';
import { EXIT_DAMAGED, EXIT_DONE } from '../exit-codes.ts';
import { type CommonOptions, lockWait, withCommonOptions, withExamples } from '../options.ts';

interface ImportCommandOptions extends CommonOptions {
  readonly dryRun?: true;
  readonly wait: number;
}

/** `heimdex models import` */
export const addModelsImportCommand: AddCommand = (models, run) => {
  const command = models
    .command('import')
    .description('bring in the models of an archive that models export has made; needs no network')
    .argument('<file>', 'the archive; - for standard input')
    .argument('[model...]', 'only these models of it')
    .option('--dry-run', 'only say what is in it')
    .addOption(lockWait())
    .action((file: string, names: string[], options: ImportCommandOptions) =>
      run(options, (context) => importFrom(file, names, options, context)),
    );
  withCommonOptions(command, { library: false, longWork: true });
  withExamples(
    command,
    'heimdex models import models.tar',
    'heimdex models import models.tar --dry-run',
    'gzip -dc models.tar.gz | heimdex models import - whisper-small',
  );
};

async function importFrom(
  file: string,
  names: readonly string[],
  options: ImportCommandOptions,
  context: Context,
): Promise<number> {
  const { importModels } = await import('../../app/models/import-models.ts');
  const { createArchiveProgress } = await import('../render/archive-progress.ts');
  const { withImportTools } = await import('../wiring/model-archives.ts');
  const { withModelTools } = await import('../wiring/models.ts');
  const { namedPath, shownPath } = await import('../paths.ts');
  await refuseUnusable(file, context);
  const source = file === '-' ? undefined : namedPath(context.host, file);
  const name = source === undefined ? 'standard input' : shownPath(context.host, source);
  const importOptions = {
    archive: name,
    names,
    dryRun: options.dryRun === true,
    lockLimitMs: options.wait * 1000,
  };
  return withModelTools(context, (modelTools) =>
    withImportTools(context, modelTools, { source, name }, async (entries, tools) => {
      const progress = createArchiveProgress(context, 'import');
      let summary: ImportSummary;
      try {
        summary = await importModels(entries, tools, importOptions, context.signal, progress.onEvent);
      } finally {
        progress.stop();
      }
      await report(context, summary, { name, dryRun: importOptions.dryRun });
      return summary.models.some(({ refusal }) => refusal !== undefined) ? EXIT_DAMAGED : EXIT_DONE;
    }),
  );
}

async function refuseUnusable(file: string, { host }: Context): Promise<void> {
  const { HeimdexError } = await import('../../domain/errors.ts');
  const hint = 'name a file: heimdex models import models.tar';
  if (file === '') throw new HeimdexError('usage', 'an empty file name was given', { hint });
  if (file === '-' && host.stdin.isTTY === true) {
    throw new HeimdexError('usage', 'an archive can’t be typed at a terminal', { hint });
  }
}

async function report(
  { json, printer, progressEvents }: Context,
  summary: ImportSummary,
  { name, dryRun }: { name: string; dryRun: boolean },
): Promise<void> {
  const { importDocument, importLines } = await import('../render/import-summary.ts');
  if (json) await printer.document(importDocument(summary, name, dryRun));
  else if (dryRun) for (const line of importLines(summary)) await printer.result(line);
  else if (summary.files > 0 && !progressEvents) {
    const { formatBytes } = await import('../../domain/format-bytes.ts');
    const { counted } = await import('../render/counted.ts');
    printer.note(`imported and verified ${counted(summary.files, 'file')}, ${formatBytes(summary.bytes)}`);
  }
}
