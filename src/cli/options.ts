import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseDuration } from '../domain/parse-duration.ts';

/** The options that every verb has. */
export interface CommonOptions {
  readonly home?: string;
  readonly db?: string;
  readonly json?: true;
  readonly quiet?: true;
  readonly verbose?: true;
  readonly color: boolean;
  readonly progress?: 'json';
}

/** Adds the common options to a verb; `db` only where a library is touched, `progress` only where work is long. */
export function withCommonOptions(
  command: Command,
  touches: { library: boolean; longWork?: boolean },
): Command {
  if (touches.library) {
    command.option('--db <file>', 'the library file (else HEIMDEX_DB, else library.db in the home folder)');
  }
  if (touches.longWork) {
    command.addOption(
      new Option('--progress <form>', 'write progress as NDJSON events to stderr').choices(['json']),
    );
  }
  return command
    .option(
      '--home <folder>',
      'where models and the library are kept (else HEIMDEX_HOME, else the data folder)',
    )
    .option('--json', 'print one JSON document')
    .option('-q, --quiet', 'say nothing but results and errors')
    .option('--verbose', 'say more on stderr')
    .option('--no-color', 'no colours');
}

/** Other models for the roles of a profile. */
export function withModels(): Option {
  return new Option('--with <role=model>', "take this model for a role instead of the profile's").argParser(
    (value: string, earlier: string[] | undefined) => [...(earlier ?? []), value],
  );
}

/** Which hits of a search are left out. */
export function leastConfidence(): Option {
  return new Option('--min-confidence <p>', 'leave out what is less sure, 0 to 1').argParser(
    (text: string) => {
      const number = text.trim() === '' ? Number.NaN : Number(text);
      if (!(number >= 0 && number <= 1)) throw new InvalidArgumentError('Expected a number from 0 to 1.');
      return number;
    },
  );
}

/** How long the Hub may be silent. */
export function transferTimeout(): Option {
  return new Option('--timeout <seconds>', 'a try that brings no byte for so long has failed')
    .argParser(wholeNumber(1, 3600))
    .default(30);
}

/** How long to stand in line for a model; `work`: what the other is doing with it. */
export function lockWait(work = 'pulls'): Option {
  return new Option('--wait <seconds>', `how long to wait for another heimdex that ${work} the same model`)
    .argParser(wholeNumber(0, 86_400))
    .default(600);
}

/** The examples that end a verb's help. */
export function withExamples(command: Command, ...examples: string[]): Command {
  return command.addHelpText(
    'after',
    `\nExamples:\n${examples.map((example) => `  $ ${example}`).join('\n')}`,
  );
}

/** A parser for an option that takes a whole number within bounds. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`Expected a whole number from ${least} to ${most}.`);
    }
    return value;
  };
}

/** The parser for an option that takes a span of time, such as `90m` or `1h30m`; seconds. */
export function duration(text: string): number {
  const seconds = parseDuration(text);
  if (seconds === undefined || seconds <= 0) {
    throw new InvalidArgumentError('Expected a span of time such as 90m, 2h or 1h30m.');
  }
  return seconds;
}
