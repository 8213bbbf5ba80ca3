import { InvalidArgumentError, Option } from 'commander';
import type { AddCommand } from '../context.ts';
import { type CommonOptions, withCommonOptions, withExamples } from '../options.ts';

interface GroupOptions extends CommonOptions {
  readonly threshold?: number;
}

/** `heimdex people group` */
export const addPeopleGroupCommand: AddCommand = (people, run) => {
  const command = people
    .command('group')
    .description('Make people of all faces anew; names and what was said of them hold.')
    .addOption(
      new Option(
        '--threshold <cosine>',
        'how like two people must be to be one (default: as the makers of the model state it)',
      ).argParser(cosine),
    );
  withCommonOptions(command, { library: true });
  withExamples(command, 'heimdex people group', 'heimdex people group --threshold 0.45');
  command.action(async (options: GroupOptions) => {
    await run(options, async (context) => {
      const { runPeopleGroup } = await import('../wiring/people-changes.ts');
      return runPeopleGroup(context, { threshold: options.threshold });
    });
  });
};

function cosine(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1))
    throw new InvalidArgumentError('Expected a number from 0 to 1.');
  return value;
}
