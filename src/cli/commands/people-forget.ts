import type { AddCommand } from '../context.ts';
import { type CommonOptions, withCommonOptions, withExamples } from '../options.ts';

interface ForgetOptions extends CommonOptions {
  readonly all?: true;
  readonly yes?: true;
}

/** `heimdex people forget` */
export const addPeopleForgetCommand: AddCommand = (people, run) => {
  const command = people
    .command('forget')
    .description('Erase a person from the library: name, faces, pictures, vectors. That can’t be undone.')
    .argument('[person]', 'a name or a number')
    .option('--all', 'erase all that is known of faces and people')
    .option('-y, --yes', 'do not ask');
  withCommonOptions(command, { library: true });
  withExamples(command, 'heimdex people forget Anna', 'heimdex people forget --all --yes');
  command.action(async (person: string | undefined, options: ForgetOptions) => {
    await run(options, async (context) => {
      const { runPeopleForget } = await import('../wiring/people-changes.ts');
      return runPeopleForget(context, { person, all: options.all ?? false, yes: options.yes ?? false });
    });
  });
};
