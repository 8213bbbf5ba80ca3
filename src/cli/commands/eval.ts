import { InvalidArgumentError } from 'commander';
import { HeimdexError } from '../../domain/errors.ts';
import { parseBound } from '../../domain/evaluation/bounds.ts';
import type { AddCommand } from '../context.ts';
import {
  type CommonOptions,
  leastConfidence,
  wholeNumber,
  withCommonOptions,
  withExamples,
} from '../options.ts';

interface EvalOptions extends CommonOptions {
  readonly k: readonly number[];
  readonly min?: readonly string[];
  readonly max?: readonly string[];
  readonly misses?: number;
  readonly minConfidence?: number;
  readonly profile?: string;
}

const MOST = 1000;

export const addEvalCommand: AddCommand = (program, run) => {
  const again = (text: string, all: string[] = []) => [...all, text];
  const command = program
    .command('eval')
    .description('Measure the search with queries whose answers are known; as a gate with --min and --max.')
    .argument(
      '<file>',
      'JSON lines {"query", "expect": [{"video", "start", "end"}]}, or - for standard input',
    )
    .option('--k <numbers>', 'recall among the first so many moments', parseNumbers, [1, 5, 10])
    .option('--min <metric=number>', 'what a metric may not fall below, such as recall@10=0.8', again)
    .option('--max <metric=number>', 'what a metric may not rise above, such as false-nothing=0', again)
    .option(
      '--misses <k>',
      'list the queries whose answer is not among the first k moments, and what came instead',
      wholeNumber(1, MOST),
    )
    .addOption(leastConfidence())
    .option(
      '--profile <name>',
      'the profile whose model is used (default: the one the library was indexed with)',
    );
  withCommonOptions(command, { library: true });
  withExamples(
    command,
    'heimdex eval queries.jsonl',
    'heimdex eval queries.jsonl --min recall@10=0.8 --max false-nothing=0',
    'heimdex eval queries.jsonl --misses 5 --json',
  );
  command.action(async (file: string, options: EvalOptions) => {
    await run(options, async (context) => {
      if (file === '-' && context.host.stdin.isTTY === true) {
        throw new HeimdexError('usage', 'standard input is a terminal, with no queries in it', {
          hint: 'heimdex eval - < queries.jsonl',
        });
      }
      const bounds = [
        ...(options.min ?? []).map((text) => parseBound('min', text)),
        ...(options.max ?? []).map((text) => parseBound('max', text)),
      ];
      const { runEval } = await import('../wiring/eval.ts');
      return runEval(context, {
        file,
        ks: options.k,
        bounds,
        misses: options.misses,
        minConfidence: options.minConfidence,
        profile: options.profile,
      });
    });
  });
};

function parseNumbers(text: string): number[] {
  const numbers = text.split(',').map(wholeNumber(1, MOST));
  if (new Set(numbers).size < numbers.length) throw new InvalidArgumentError('A number is there twice.');
  return numbers.sort((a, b) => a - b);
}
