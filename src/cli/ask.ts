import { createInterface } from 'node:readline/promises';
import { interrupted } from '../domain/errors.ts';
import type { Context } from './context.ts';

/** Whether somebody is there to be asked. */
export function canAsk({ host, json, printer }: Context): boolean {
  return host.stdin.isTTY === true && printer.interactive && !json;
}

/**
 * Asks a question at the terminal; anything but yes is no.
 *
 * @throws HeimdexError `interrupted`
 */
export async function ask({ host, signal }: Context, question: string): Promise<boolean> {
  const lines = createInterface({ input: host.stdin, output: host.stderr });
  try {
    return /^\s*y(?:es)?\s*$/i.test(await lines.question(`${question} [y/N] `, { signal }));
  } catch (error) {
    throw signal.aborted ? interrupted(signal.reason) : error;
  } finally {
    lines.close();
  }
}
