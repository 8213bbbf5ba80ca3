import { HeimdexError } from '../../domain/errors.ts';
import { run } from './run.ts';

/** The oldest ffmpeg whose options and filters are the ones used here. */
const OLDEST = { major: 4, minor: 4 };

/**
 * What an ffmpeg says of its version, such as `5.1.9` or `N-118-g1234`.
 *
 * @throws HeimdexError `ffmpeg-missing` where the program is no ffmpeg, or one too old
 */
export async function readFfmpegVersion(ffmpeg: string, signal: AbortSignal): Promise<string> {
  const { exitCode, stdout } = await run(ffmpeg, ['-version'], { signal, timeoutMs: 30_000 });
  const version = stdout.match(/^ffmpeg version (\S+)/)?.[1];
  if (exitCode === 0 && version !== undefined) {
    refuseOld(ffmpeg, version);
    return version;
  }
  throw new HeimdexError(
    'ffmpeg-missing',
    `${ffmpeg} is no ffmpeg that works: it does not tell its version`,
    {
      hint: 'name a working one with HEIMDEX_FFMPEG, or leave that unset',
    },
  );
}

/** Builds from a development tree have no number, and are taken to be new. */
function refuseOld(ffmpeg: string, version: string): void {
  const [, major, minor] = (version.match(/^n?(\d+)\.(\d+)/) ?? []).map(Number);
  if (major === undefined || minor === undefined) return;
  if (major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor)) return;
  throw new HeimdexError(
    'ffmpeg-missing',
    `${ffmpeg} is ffmpeg ${version}, which is too old: ${OLDEST.major}.${OLDEST.minor} or newer is needed`,
    { hint: 'install a newer ffmpeg, or name one with HEIMDEX_FFMPEG' },
  );
}
