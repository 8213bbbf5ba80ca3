import { Option } from 'commander';
import type { AddCommand } from '../context.ts';
import { EXIT_NOTHING_FOUND } from '../exit-codes.ts';
import { type CommonOptions, wholeNumber, withCommonOptions, withExamples } from '../options.ts';

interface SearchOptions extends CommonOptions {
  readonly image?: string[];
  readonly in?: string;
  readonly limit: number;
  readonly profile?: string;
  readonly only?: 'sight' | 'speech';
  readonly exitCode?: true;
}

export const addSearchCommand: AddCommand = (program, run) => {
  const command = program
    .command('search')
    .description(
      'Find moments by describing what is seen or said, or by a picture. A word with a minus before it is unwanted; said:word and said:"two words" are said literally, person:name is seen.',
    )
    .argument('[query...]', 'what to look for')
    .option(
      '--image <file>',
      'a picture to look for (may be given several times)',
      (file: string, all: string[] = []) => [...all, file],
    )
    .option('--in <glob>', 'only videos whose path fits, such as "2024/**/*.mp4"')
    .addOption(
      new Option('--limit <n>', 'most moments to show').argParser(wholeNumber(1, 10_000)).default(10),
    )
    .option(
      '--profile <name>',
      'the profile whose model is used (default: the one the library was indexed with)',
    )
    .addOption(
      new Option('--only <what>', 'look only at what is seen, or only at what is said').choices([
        'sight',
        'speech',
      ]),
    )
    .option('--exit-code', `exit with ${EXIT_NOTHING_FOUND} where nothing is found`);
  withCommonOptions(command, { library: true });
  withExamples(
    command,
    'heimdex search "sunset on beach"',
    'heimdex search "city -night" --limit 3',
    'heimdex search --image photo.jpg --in "2024/**"',
    'heimdex search \'said:"see you tomorrow"\'',
    'heimdex search \'person:"Anna" beach\'',
    'heimdex search "red car" --json',
  );
  command.action(async (words: string[], options: SearchOptions) => {
    await run(options, async (context) => {
      const { runSearch } = await import('../wiring/search.ts');
      return runSearch(context, {
        query: words.join(' '),
        images: options.image ?? [],
        inPattern: options.in,
        limit: options.limit,
        profile: options.profile,
        only: options.only,
        exitCode: options.exitCode === true,
      });
    });
  });
};
