import { Option } from 'commander';
import type { AddCommand } from '../context.ts';
import { type CommonOptions, withCommonOptions, withExamples, withModels } from '../options.ts';

interface EnrollOptions extends CommonOptions {
  readonly not?: readonly string[];
  readonly profile?: string;
  readonly with?: readonly string[];
}

/** `heimdex people enroll` */
export const addPeopleEnrollCommand: AddCommand = (people, run) => {
  const command = people
    .command('enroll')
    .description('Make a person known by photos: one face in each, or PHOTO#2 for the second from the left.')
    .argument('<name>', 'who it is')
    .argument('[photos...]', 'photos that show the person')
    .addOption(
      new Option('--not <photo>', 'a photo of somebody who is not to be taken for the person').argParser(
        (value: string, earlier: string[] | undefined) => [...(earlier ?? []), value],
      ),
    )
    .option('--profile <name>', 'the profile whose models are used (default: the best installed one)')
    .addOption(withModels());
  withCommonOptions(command, { library: true });
  withExamples(
    command,
    'heimdex people enroll Anna anna-1.jpg anna-2.jpg',
    'heimdex people enroll Anna party.jpg#2 --not sister.jpg',
  );
  command.action(async (name: string, photos: string[], options: EnrollOptions) => {
    await run(options, async (context) => {
      const { runPeopleEnroll } = await import('../wiring/people-enroll.ts');
      return runPeopleEnroll(context, {
        name,
        photos,
        not: options.not ?? [],
        profile: options.profile,
        alternatives: options.with ?? [],
      });
    });
  });
};
