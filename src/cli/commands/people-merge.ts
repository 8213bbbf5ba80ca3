import type { AddCommand } from '../context.ts';
import { type CommonOptions, withCommonOptions, withExamples } from '../options.ts';

/** `heimdex people merge` */
export const addPeopleMergeCommand: AddCommand = (people, run) => {
  const command = people
    .command('merge')
    .description('Say that several are one person. That holds from now on.')
    .argument('<person>', 'a name or a number')
    .argument('<others...>', 'names or numbers');
  withCommonOptions(command, { library: true });
  withExamples(command, 'heimdex people merge Anna 12', 'heimdex people merge 7 12 31');
  command.action(async (person: string, others: string[], options: CommonOptions) => {
    await run(options, async (context) => {
      const { runPeopleMerge } = await import('../wiring/people-changes.ts');
      return runPeopleMerge(context, { person, others });
    });
  });
};
