import { constants, type FileHandle, open } from 'node:fs/promises';
import { HeimdexError } from '../../domain/errors.ts';
import { systemPath } from '../../domain/system-path.ts';
import { inputArguments } from './containers.ts';

/** A file as ffmpeg is given it. */
export interface MediaInput {
  /** The options before `-i`, and the file. */
  readonly arguments: readonly string[];
  /** What the child must inherit, from the agreed number on. */
  readonly descriptors: readonly number[];
  close(): Promise<void>;
}

/**
 * A file for ffmpeg or ffprobe: by its name, or, as Node hands text alone to a child, by an open descriptor where the
 * name is not UTF-8.
 *
 * @param descriptor the number that it has in the child
 * @throws HeimdexError `media-unreadable`
 */
export async function openInput(absolutePath: string, descriptor: number): Promise<MediaInput> {
  const path = systemPath(absolutePath);
  if (typeof path === 'string')
    return { arguments: inputArguments(path), descriptors: [], close: async () => {} };
  let handle: FileHandle;
  try {
    // A pipe put in the file's place must not block.
    handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  } catch (error) {
    throw new HeimdexError('media-unreadable', `${absolutePath} can't be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
  return {
    arguments: inputArguments(`/dev/fd/${descriptor}`),
    descriptors: [handle.fd],
    close: () => handle.close(),
  };
}
