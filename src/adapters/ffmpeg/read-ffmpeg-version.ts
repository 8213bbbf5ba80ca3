import { HeimdexError } from '../../domain/errors.ts';
import { run } from './run.ts';

/**
 * What an ffmpeg says of its version, such as `5.1.9` or `N-118-g1234`.
 *
 * @throws HeimdexError `ffmpeg-missing` where the program is no ffmpeg
 */
export async function readFfmpegVersion(ffmpeg: string, signal: AbortSignal): Promise<string> {
  const { exitCode, stdout } = await run(ffmpeg, ['-version'], { signal, timeoutMs: 30_000 });
  const version = stdout.match(/^ffmpeg version (\S+)/)?.[1];
  if (exitCode === 0 && version !== undefined) return version;
  throw new HeimdexError(
    'ffmpeg-missing',
    `${ffmpeg} is no ffmpeg that works: it does not tell its version`,
    {
      hint: 'name a working one with HEIMDEX_FFMPEG, or leave that unset',
    },
  );
}
