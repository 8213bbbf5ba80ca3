import { Option } from 'commander';
import { HeimdexError } from '../../domain/errors.ts';
import { parseAlternative } from '../../domain/manifest/select-models.ts';
import { FIELDS, type Field } from '../../domain/query/tokens-of.ts';
import type { AddCommand } from '../context.ts';
import { EXIT_NOTHING_FOUND } from '../exit-codes.ts';
import {
  type CommonOptions,
  leastConfidence,
  wholeNumber,
  withCommonOptions,
  withExamples,
  withModels,
} from '../options.ts';

interface SearchOptions extends CommonOptions, Partial<Record<Field, string[]>> {
  readonly image?: string[];
  readonly like?: string[];
  readonly limit: number;
  readonly all?: true;
  readonly channels?: string;
  readonly minConfidence?: number;
  readonly profile?: string;
  readonly rerank?: true;
  readonly with?: string[];
  readonly explain?: true;
  readonly exitCode?: true;
}

const several = (value: string, all: string[] = []) => [...all, value];

/** What the fields of a query are called as options, and what they say. */
const FIELD_OPTIONS: Readonly<Record<Field, readonly [form: string, meaning: string]>> = {
  in: ['<glob>', 'only videos whose path fits, such as "2024/**/*.mp4"'],
  on: ['<volume>', 'only videos on this volume'],
  after: ['<date>', 'only videos recorded on this day (month, year) or later, such as 2024-05-17'],
  before: ['<date>', 'only videos recorded before'],
  longer: ['<time>', 'only videos that are longer, such as 10m'],
  shorter: ['<time>', 'only videos that are shorter'],
  lang: ['<code>', 'only where this language is spoken'],
  person: ['<name>', 'only where this person is seen'],
  said: ['<text>', 'only where this is said'],
};

/** The language of queries in short; the whole of it is in docs/cli.md. */
const LANGUAGE = `  red car -night         unwanted: -word, -"two words", or " - some words"
  sunset + 2:beach       further descriptions, with what they count
  said:"two words"       said word for word; person:Anna: seen; both with a minus before them
  a | b, a & b, (a b)    either, both at once, brackets
  "a" then<20s "b"       one after the other
  in: on: before: after: longer: shorter: lang:   as the options of these names`;

export const addSearchCommand: AddCommand = (program, run) => {
  const command = program
    .command('search')
    .description(
      'Find moments by describing what is seen or said, or by a picture. Plain words will do; below is what else a query may say.',
    )
    .argument('[query...]', 'what to look for')
    .option('--image <file>', 'a picture to look for (may be given several times)', several)
    .option('--like <video@time>', 'a moment to find others like (may be given several times)', several);
  for (const field of FIELDS) {
    const [form, meaning] = FIELD_OPTIONS[field];
    command.option(`--${field} ${form}`, meaning, several);
  }
  command
    .addOption(
      new Option('--limit <n>', 'most moments to show').argParser(wholeNumber(1, 10_000)).default(10),
    )
    .option('--all', 'show moments that look and sound the same each by itself')
    .option('--channels <list>', 'what to ask, and what each counts: sight, words, meaning, people=2')
    .addOption(leastConfidence())
    .option(
      '--profile <name>',
      'the profile whose model is used (default: the one the library was indexed with)',
    )
    .option('--rerank', 'have a reranker read again what is said in the first 20 moments (slow)')
    .addOption(withModels())
    .option('--explain', 'show what each channel found, with its rank, score and confidence')
    .option('--exit-code', `exit with ${EXIT_NOTHING_FOUND} where nothing is found`);
  withCommonOptions(command, { library: true });
  command.addHelpText('after', `\nQueries:\n${LANGUAGE}`);
  withExamples(
    command,
    'heimdex search "sunset on beach"',
    'heimdex search "2:city - night" --limit 3',
    'heimdex search --image photo.jpg --in "2024/**"',
    'heimdex search \'said:"see you tomorrow" & person:"Anna"\'',
    'heimdex search \'"crowd cheering" then<20s "podium"\'',
    'heimdex search "red car" --json',
  );
  command.action(async (words: string[], options: SearchOptions) => {
    await run(options, async (context) => {
      const { runSearch } = await import('../wiring/search.ts');
      const fields = FIELDS.flatMap((field) => (options[field] ?? []).map((text) => ({ field, text })));
      const asked = {
        query: words.join(' '),
        images: options.image ?? [],
        likes: options.like ?? [],
        fields,
        limit: options.limit,
        all: options.all === true,
        channels: options.channels,
        minConfidence: options.minConfidence,
        rerank: rerankerOf(options),
        profile: options.profile,
      };
      return runSearch(context, asked, {
        explain: options.explain === true,
        exitCode: options.exitCode === true,
      });
    });
  });
};

function rerankerOf({ rerank, with: named = [] }: SearchOptions): boolean | string {
  const wishes = new Map(named.map(parseAlternative));
  const key = wishes.get('reranker');
  const other = [...wishes.keys()].find((role) => role !== 'reranker');
  if (other !== undefined || (key !== undefined && rerank !== true)) {
    throw new HeimdexError('usage', '--with names the reranker of --rerank, and nothing else', {
      hint: '--rerank --with reranker=bge-reranker-v2-m3',
    });
  }
  return key ?? rerank === true;
}
