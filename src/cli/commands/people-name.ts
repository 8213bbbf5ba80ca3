import type { AddCommand } from '../context.ts';
import { type CommonOptions, withCommonOptions, withExamples } from '../options.ts';

/** `heimdex people name` */
export const addPeopleNameCommand: AddCommand = (people, run) => {
  const command = people
    .command('name')
    .description('Say who somebody is.')
    .argument('<person>', 'a number, or the name until now')
    .argument('[name]', 'the name')
    .option('--none', 'take the name away');
  withCommonOptions(command, { library: true });
  withExamples(command, 'heimdex people name 7 Anna', 'heimdex people name Anna "Anna Weber"');
  command.action(
    async (person: string, name: string | undefined, options: CommonOptions & { readonly none?: true }) => {
      await run(options, async (context) => {
        const { runPeopleName } = await import('../wiring/people-changes.ts');
        return runPeopleName(context, { person, name, none: options.none ?? false });
      });
    },
  );
};
