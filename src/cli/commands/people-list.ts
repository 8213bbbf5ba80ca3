import type { AddCommand } from '../context.ts';
import { type CommonOptions, withCommonOptions, withExamples } from '../options.ts';

interface ListOptions extends CommonOptions {
  readonly all?: true;
  readonly doubtful?: true;
  readonly html?: string;
}

/** `heimdex people list` */
export const addPeopleListCommand: AddCommand = (people, run) => {
  const command = people
    .command('list')
    .description('The people of the library: how often they are seen, and where best; of one, every place.')
    .argument('[person]', 'a name or a number: all places where this person is seen')
    .option('--all', 'those who are seen once as well')
    .option('--doubtful', 'the pairs who may be one person')
    .option('--html <file>', 'write a page with their pictures; one of that name is replaced');
  withCommonOptions(command, { library: true });
  withExamples(
    command,
    'heimdex people list',
    'heimdex people list Anna',
    'heimdex people list --doubtful',
    'heimdex people list --all --html people.html',
    'heimdex people list --json',
  );
  command.action(async (person: string | undefined, options: ListOptions) => {
    await run(options, async (context) => {
      const { runPeopleList } = await import('../wiring/people-list.ts');
      return runPeopleList(context, {
        person,
        all: options.all ?? false,
        doubtful: options.doubtful ?? false,
        html: options.html,
      });
    });
  });
};
