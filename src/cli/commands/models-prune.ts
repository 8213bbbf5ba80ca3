import { Option } from 'commander';
import type { AddCommand, Context } from '../context.ts';
import { EXIT_DONE, EXIT_PARTIAL } from '../exit-codes.ts';
import { type CommonOptions, wholeNumber, withCommonOptions, withExamples } from '../options.ts';

interface PruneCommandOptions extends CommonOptions {
  readonly dryRun?: true;
  readonly grace: number;
}

const DAY_MS = 86_400_000;

/** `heimdex models prune` */
export const addModelsPruneCommand: AddCommand = (models, run) => {
  const command = models
    .command('prune')
    .description(
      'remove the models that no profile and no library needs, and what broken-off pulls have left',
    )
    .option('--dry-run', 'only say what would be removed')
    .addOption(
      new Option('--grace <days>', 'leave parts and unnamed files that are younger')
        .argParser(wholeNumber(0, 36_500))
        .default(7),
    )
    .action((options: PruneCommandOptions) => run(options, (context) => prune(options, context)));
  withCommonOptions(command, { library: true });
  withExamples(
    command,
    'heimdex models prune --dry-run',
    'heimdex models prune --grace 1 --db /media/archive/library.db',
  );
};

async function prune(options: PruneCommandOptions, context: Context): Promise<number> {
  const { pruneStore } = await import('../wiring/model-pruning.ts');
  const { pruneDocument, pruneNotes, pruneWarnings, removedLines } = await import(
    '../render/prune-summary.ts'
  );
  const { host, json, printer, settings } = context;
  const dryRun = options.dryRun === true;
  const isNamed = Boolean(options.db || host.env.HEIMDEX_DB);
  const before = Date.now() - options.grace * DAY_MS;
  const { needs, report } = await pruneStore(context, { isNamed, before, dryRun });
  if (json) await printer.document(pruneDocument(settings.home, report, needs, dryRun));
  else for (const line of removedLines(report)) await printer.result(line);
  if (!json) for (const line of pruneNotes(report, needs, dryRun)) printer.note(line);
  const warnings = pruneWarnings(report, needs);
  if (!json) for (const line of warnings) printer.warn(line);
  if (needs.unreadable.length > 0 && !json) {
    printer.warn('try: mend the library or move it away, then run it again');
  }
  return warnings.length > 0 ? EXIT_PARTIAL : EXIT_DONE;
}
