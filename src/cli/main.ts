import { Command, CommanderError } from 'commander';
import { HeimdexError } from '../domain/errors.ts';
import { addDemoCommand } from './commands/demo.ts';
import { addEvalCommand } from './commands/eval.ts';
import { addIndexCommand } from './commands/index.ts';
import { addModelsCommand } from './commands/models.ts';
import { addPeopleCommand } from './commands/people.ts';
import { addSearchCommand } from './commands/search.ts';
import { addShowCommand } from './commands/show.ts';
import { addStatusCommand } from './commands/status.ts';
import { addTranscriptCommand } from './commands/transcript.ts';
import { addVerifyCommand } from './commands/verify.ts';
import type { Run } from './context.ts';
import { EXIT_DONE, EXIT_INTERRUPTED, EXIT_TERMINATED, EXIT_USAGE } from './exit-codes.ts';
import type { Host } from './host.ts';
import { packageVersion } from './package-folder.ts';
import { createPrinter, ignoreErrorEvents, OutputClosed, writeOut } from './printer.ts';
import { reportError } from './report-error.ts';
import { resolveSettings } from './settings.ts';

/** The whole program: arguments in, exit code out. It touches the process only through the host. */
export async function main(argv: readonly string[], host: Host): Promise<number> {
  ignoreErrorEvents(host.stdout);
  ignoreErrorEvents(host.stderr);
  const json = argv.includes('--json') || asksForEvents(argv);
  const interruption = watchInterruptions(host);
  let exitCode = EXIT_DONE;
  const run: Run = async (options, action) => {
    exitCode = await action({
      host,
      settings: resolveSettings(host, options),
      printer: createPrinter(host, {
        quiet: options.quiet === true,
        verbose: options.verbose === true,
        colour: options.color,
      }),
      json: options.json === true,
      progressEvents: options.progress === 'json',
      signal: interruption.signal,
    });
  };
  try {
    return (await parse(argv, host, run)) ?? exitCode;
  } catch (error) {
    if (error instanceof OutputClosed) return EXIT_DONE;
    return reportError(error, host, json);
  } finally {
    interruption.stop();
  }
}

/** Whoever reads stderr as a JSON object a line reads the error there as well. */
function asksForEvents(argv: readonly string[]): boolean {
  return argv.some(
    (argument, place) =>
      argument === '--progress=json' || (argument === '--progress' && argv[place + 1] === 'json'),
  );
}

/** Runs the verb that the arguments name; returns an exit code only where there was none to run. */
async function parse(argv: readonly string[], host: Host, run: Run): Promise<number | undefined> {
  // Commander writes help and version without waiting: kept until the write can be awaited, so that its failure is seen.
  let shown = '';
  const program = createProgram(host, run, (text) => {
    shown += text;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return undefined;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const code = endOfParsing(error, argv, program);
    if (shown !== '') await writeOut(host.stdout, shown);
    return code;
  }
}

function createProgram(host: Host, run: Run, show: (text: string) => void): Command {
  const program = new Command('heimdex')
    .description('Find the moment in your videos by describing it, on your own machine, offline.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .exitOverride()
    .showHelpAfterError(false)
    .configureOutput({
      writeOut: show,
      // A call without a verb shows the help; errors of usage are written by reportError, in the form of all errors.
      writeErr: (text) => void host.stderr.write(text),
      outputError: () => {},
      getOutHelpWidth: () => host.stdout.columns ?? 100,
    });
  for (const add of [
    addModelsCommand,
    addIndexCommand,
    addSearchCommand,
    addEvalCommand,
    addShowCommand,
    addTranscriptCommand,
    addPeopleCommand,
    addStatusCommand,
    addVerifyCommand,
    addDemoCommand,
  ]) {
    add(program, run);
  }
  return program;
}

/** Commander ends parsing with an error for help and version as well: those are exit 0. All others are thrown as `usage`. */
function endOfParsing(error: CommanderError, argv: readonly string[], program: Command): number {
  if (error.exitCode === 0) return EXIT_DONE;
  // A program called with no verb shows its help through the error output.
  if (error.code === 'commander.help') return EXIT_USAGE;
  const message = error.message
    .replace(/^error: /, '')
    .replace(/\n\(Did you mean ([^)]*?)\?\)$/s, ' (did you mean $1?)');
  const hint = isUnwantedWord(error, argv) ? hintForUnwanted(message) : `${namedVerb(program, argv)} --help`;
  throw new HeimdexError('usage', message, { hint, cause: error });
}

/** A query that begins with a minus is taken for an option even in quotes. */
function hintForUnwanted(message: string): string {
  return /'-[^']*\s/.test(message)
    ? 'put -- before a query that begins with a minus: heimdex search -- "-night city"'
    : 'put the query in quotes: heimdex search "city -night"';
}

/** The verb whose help tells how it is used; the program itself where none is named. */
function namedVerb(program: Command, argv: readonly string[]): string {
  let verb = program;
  const names = [program.name()];
  for (const word of argv.filter((argument) => !argument.startsWith('-'))) {
    const next = verb.commands.find((command) => command.name() === word);
    if (next === undefined) break;
    names.push(word);
    verb = next;
  }
  return names.join(' ');
}

/** Whether an unknown option is rather a query's unwanted word, as in `heimdex search city -night`. */
function isUnwantedWord(error: CommanderError, argv: readonly string[]): boolean {
  const verb = argv.find((argument) => !argument.startsWith('-'));
  return verb === 'search' && error.code === 'commander.unknownOption' && / '-[^-]/.test(error.message);
}

/** The first signal asks the work to end in order; the second ends the process at once. */
function watchInterruptions(host: Host): { signal: AbortSignal; stop: () => void } {
  const controller = new AbortController();
  const onSignal = (exitCode: number) => () => {
    if (controller.signal.aborted) host.exitNow(exitCode);
    controller.abort(exitCode);
  };
  const removals = [
    host.onSignal('SIGINT', onSignal(EXIT_INTERRUPTED)),
    host.onSignal('SIGTERM', onSignal(EXIT_TERMINATED)),
    host.onSignal('SIGHUP', onSignal(EXIT_TERMINATED)),
  ];
  return { signal: controller.signal, stop: () => removals.forEach((remove) => void remove()) };
}
