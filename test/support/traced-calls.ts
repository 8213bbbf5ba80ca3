import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where the program lies: its own path may hold any word that is looked for. */
const TREE = fileURLToPath(new URL('../../', import.meta.url));

/**
 * The lines that strace wrote, with paths as they are: strace writes each byte that is not ASCII as a backslash and up to
 * three octal digits.
 *
 * @param without a folder whose own path is left out of the lines, as the program's is
 */
export function tracedCalls(log: string, without?: string): string[] {
  const text = readFileSync(log, 'latin1').replace(/\\([0-7]{1,3})/g, (_, digits) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
  const lines = Buffer.from(text, 'latin1').toString();
  return (without === undefined ? lines : lines.replaceAll(without, '').replaceAll(TREE, '/')).split('\n');
}
