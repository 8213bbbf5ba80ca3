import { type Command, Option } from 'commander';
import type { AddCommand } from '../context.ts';
import { type CommonOptions, wholeNumber, withCommonOptions, withExamples } from '../options.ts';

interface IndexOptions extends CommonOptions {
  readonly profile?: string;
  readonly reindex?: true;
  readonly threads?: number;
  readonly wait?: number;
}

export const addIndexCommand: AddCommand = (program, run) => {
  const command: Command = program
    .command('index')
    .description(
      'Index folders and files of video into the library. Run it again at any time: only what changed is done.',
    )
    .argument('<folder|file...>', 'what to index')
    .option('--profile <name>', 'the profile whose model is used (default: the best installed one)')
    .option('--reindex', 'do again what is done already')
    .addOption(new Option('--threads <n>', 'threads for inference').argParser(wholeNumber(1, 1024)))
    .addOption(
      new Option(
        '--wait <seconds>',
        'how long to wait for another heimdex that writes to the library (default: not at all)',
      ).argParser(wholeNumber(0, 86_400)),
    );
  withCommonOptions(command, { library: true, longWork: true });
  withExamples(
    command,
    'heimdex index ./videos',
    'heimdex index ./videos/holiday.mp4 --db holiday.db',
    'heimdex index ~/Movies --json > report.json',
  );
  command.action(async (roots: string[], options: IndexOptions) => {
    await run(options, async (context) => {
      const { runIndex } = await import('../wiring/index.ts');
      return runIndex(context, {
        roots,
        profile: options.profile,
        reindex: options.reindex === true,
        threads: options.threads ?? 0,
        wait: options.wait,
        remember: true,
      });
    });
  });
};
