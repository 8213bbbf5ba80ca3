import { addAbortSignal, type Readable } from 'node:stream';
import { throwIfInterrupted } from '../../domain/errors.ts';
import { translateDiskError } from './translate-disk-error.ts';

/**
 * The bytes of a stream that has just been opened, such as a file or the standard input. The signal ends a wait for
 * bytes that may never come.
 *
 * @param name what the stream is called in errors
 * @throws HeimdexError `disk`, `interrupted`
 */
export async function* readStream(
  stream: Readable,
  name: string,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* addAbortSignal(signal, stream) as AsyncIterable<Uint8Array>;
  } catch (error) {
    throwIfInterrupted(signal);
    throw translateDiskError(error, 'read', name);
  }
}
