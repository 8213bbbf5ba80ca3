import { orInterrupted } from '../app/flow/or-interrupted.ts';
import { HeimdexError } from '../domain/errors.ts';
import { formatBytes } from '../domain/format-bytes.ts';
import type { Context } from './context.ts';

/**
 * Reads all that is written to standard input, as UTF-8.
 *
 * @param most bytes; what is longer was not meant
 * @throws HeimdexError `usage`, `interrupted`
 */
export async function readStdin({ host, signal }: Context, most: number): Promise<string> {
  const chunks: Buffer[] = [];
  const read = async () => {
    let bytes = 0;
    for await (const chunk of host.stdin) {
      const buffer = Buffer.from(chunk);
      bytes += buffer.length;
      if (bytes > most)
        throw new HeimdexError('usage', `standard input holds more than ${formatBytes(most)}`, {
          hint: 'heimdex help',
        });
      chunks.push(buffer);
    }
    return Buffer.concat(chunks).toString('utf8');
  };
  return orInterrupted(read(), signal);
}
