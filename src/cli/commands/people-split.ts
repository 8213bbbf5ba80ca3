import type { AddCommand } from '../context.ts';
import { type CommonOptions, withCommonOptions, withExamples } from '../options.ts';

/** `heimdex people split` */
export const addPeopleSplitCommand: AddCommand = (people, run) => {
  const command = people
    .command('split')
    .description('Say that some faces are not this person’s, but one other’s. That holds from now on.')
    .argument('<person>', 'a name or a number')
    .argument('<video@time...>', 'where the other one is seen, as people list PERSON shows it');
  withCommonOptions(command, { library: true });
  withExamples(
    command,
    'heimdex people split Anna holiday.mp4@83.4',
    'heimdex people split 7 a.mp4@0:12 b.mp4@1:02:03.5',
  );
  command.action(async (person: string, moments: string[], options: CommonOptions) => {
    await run(options, async (context) => {
      const { runPeopleSplit } = await import('../wiring/people-changes.ts');
      return runPeopleSplit(context, { person, moments });
    });
  });
};
