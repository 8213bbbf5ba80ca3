import { HeimdexError } from '../domain/errors.ts';
import { printable } from '../domain/printable.ts';
import { EXIT_BUG, EXIT_OF_ERROR } from './exit-codes.ts';
import type { Host } from './host.ts';
import { redact } from './redact.ts';
import { toJson } from './to-json.ts';

/** Writes an error to stderr (one line and a "try:" line, or a JSON document) and returns the exit code it stands for. */
export function reportError(error: unknown, host: Host, json: boolean): number {
  const token = host.env.HF_TOKEN;
  if (error instanceof HeimdexError) {
    const exit = error.code === 'interrupted' ? exitOfInterruption(error) : EXIT_OF_ERROR[error.code];
    const message = redact(error.message, token);
    const hint = error.hint === undefined ? undefined : redact(error.hint, token);
    if (json) {
      const document = { schema: 'heimdex.error/1', code: error.code, exit, message, try: hint ?? null };
      host.stderr.write(`${toJson(document)}\n`);
    } else {
      host.stderr.write(`heimdex: ${printable(message)}\n`);
      if (hint !== undefined) host.stderr.write(`try: ${printable(hint)}\n`);
    }
    return exit;
  }
  const stack = redact(error instanceof Error ? (error.stack ?? error.message) : String(error), token);
  if (json) {
    const document = {
      schema: 'heimdex.error/1',
      code: 'bug',
      exit: EXIT_BUG,
      message: stack,
      try: 'please report this',
    };
    host.stderr.write(`${toJson(document)}\n`);
  } else {
    const lines = stack.split('\n').map(printable).join('\n');
    host.stderr.write(`heimdex: this is a bug in heimdex, please report it with the lines below\n${lines}\n`);
  }
  return EXIT_BUG;
}

/** The reason of an abort by a signal is the exit code that the signal stands for. */
function exitOfInterruption(error: HeimdexError): number {
  return typeof error.cause === 'number' ? error.cause : EXIT_OF_ERROR.interrupted;
}
