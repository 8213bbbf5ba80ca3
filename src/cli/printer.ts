import { HeimdexError, hasSystemCode } from '../domain/errors.ts';
import type { Host, Output } from './host.ts';
import { toJson } from './to-json.ts';

/** The reader of our standard output has gone (`heimdex … | head -1`): a reason to stop, not an error. */
export class OutputClosed extends Error {}

export interface Printer {
  /** Whether messages and progress may be drawn for a person at a terminal. */
  readonly interactive: boolean;
  readonly colour: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** Columns of the terminal, 80 where there is none. */
  readonly width: number;
  /** A line of the result, on stdout. Foreign text in it has passed `printable`. */
  result(line: string): Promise<void>;
  /** A JSON document as the result, on stdout. */
  document(value: unknown): Promise<void>;
  /** A line for the person, on stderr; silent with --quiet. */
  note(line: string): void;
  /** A line for the person that --quiet does not silence. */
  warn(line: string): void;
}

/** What a command says: results to stdout, all else to stderr. */
export function createPrinter(
  host: Host,
  options: { quiet: boolean; verbose: boolean; colour: boolean },
): Printer {
  const dumb = host.env.TERM === 'dumb';
  const noColour = !options.colour || Boolean(host.env.NO_COLOR) || dumb;
  const note = (line: string) => void host.stderr.write(`${line}\n`);
  const result = (text: string) => writeOut(host.stdout, `${text}\n`);
  return {
    interactive: host.stderr.isTTY === true && !dumb && !options.quiet,
    colour: host.stdout.isTTY === true && !noColour,
    quiet: options.quiet,
    verbose: options.verbose,
    width: host.stdout.columns ?? 80,
    result,
    document: (value) => result(toJson(value, 2)),
    note: options.quiet ? () => {} : note,
    warn: note,
  };
}

/** A failed write is reported by its callback; without a listener the same error would end the process as well. */
export function ignoreErrorEvents(stream: Output): void {
  if (stream.listenerCount('error') === 0) stream.on('error', () => {});
}

/** Writes a result and waits until it is out. Throws `disk`, or OutputClosed where the reader has gone. */
export function writeOut(stream: Output, text: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      if (!error) resolve();
      else if (hasSystemCode(error, 'EPIPE')) reject(new OutputClosed());
      else
        reject(
          new HeimdexError('disk', `cannot write the result to standard output: ${error.message}`, {
            cause: error,
          }),
        );
    });
  });
}
