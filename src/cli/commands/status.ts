import type { AddCommand } from '../context.ts';
import { type CommonOptions, withCommonOptions, withExamples } from '../options.ts';

export const addStatusCommand: AddCommand = (program, run) => {
  const command = program
    .command('status')
    .description('What the library holds: videos, hours, frames, volumes, models, problems.');
  withCommonOptions(command, { library: true });
  withExamples(command, 'heimdex status', 'heimdex status --db holiday.db --json');
  command.action(async (options: CommonOptions) => {
    await run(options, async (context) => {
      const { runStatus } = await import('../wiring/status.ts');
      return runStatus(context);
    });
  });
};
