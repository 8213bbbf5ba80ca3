import { openInput } from './open-input.ts';
import { type Finished, run } from './run.ts';

/**
 * Asks ffprobe or ffmpeg about a file.
 *
 * @param options what stands before the input's own options
 * @throws HeimdexError `media-unreadable` where the file can't be opened or the program does not end, `interrupted`
 */
export async function askMedia(
  program: string,
  options: readonly string[],
  path: string,
  limits: { readonly signal: AbortSignal; readonly timeoutMs: number },
): Promise<Finished> {
  const input = await openInput(path, 3);
  try {
    const args = [...options, ...input.arguments];
    return await run(program, args, { ...limits, descriptors: input.descriptors });
  } finally {
    await input.close();
  }
}
