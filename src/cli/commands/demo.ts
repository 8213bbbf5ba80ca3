import type { AddCommand } from '../context.ts';
import { type CommonOptions, withCommonOptions, withExamples } from '../options.ts';

interface DemoOptions extends CommonOptions {
  readonly dir?: string;
}

export const addDemoCommand: AddCommand = (program, run) => {
  const command = program
    .command('demo')
    .description(
      'Index three small drawn videos with the demo model and search them: shows that all works, with no download.',
    )
    .option(
      '--dir <folder>',
      'leave the videos and their library in this folder (default: a folder that is removed again)',
    );
  withCommonOptions(command, { library: false, longWork: true });
  withExamples(command, 'heimdex demo', 'heimdex demo --dir ./heimdex-demo');
  command.action(async (options: DemoOptions) => {
    await run(options, async (context) => {
      const { runDemo } = await import('../wiring/demo.ts');
      return runDemo(context, { folder: options.dir });
    });
  });
};
