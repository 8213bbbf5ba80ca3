import type { AddCommand } from '../context.ts';
import { type CommonOptions, withCommonOptions, withExamples } from '../options.ts';

/** `heimdex verify` */
export const addVerifyCommand: AddCommand = (program, run) => {
  const command = program
    .command('verify')
    .description('Check that everything in the library is as it was written.');
  withCommonOptions(command, { library: true, longWork: true });
  withExamples(command, 'heimdex verify', 'heimdex verify --db holiday.db --json');
  command.action(async (options: CommonOptions) => {
    await run(options, async (context) => {
      const { runVerify } = await import('../wiring/verify.ts');
      return runVerify(context);
    });
  });
};
