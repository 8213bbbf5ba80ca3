import { HeimdexError } from '../../domain/errors.ts';
import type { MediaProber } from '../../domain/ports/media.ts';
import type { VideoFacts } from '../../domain/video.ts';
import { isPlaylist } from './is-playlist.ts';
import type { MediaTools } from './locate-ffmpeg.ts';
import { openInput } from './open-input.ts';
import { parseFfmpegText } from './parse-ffmpeg-text.ts';
import { parseFfprobeJson } from './parse-ffprobe-json.ts';
import { readFfmpegVersion } from './read-ffmpeg-version.ts';
import { type Finished, run } from './run.ts';

/** Reading a header takes well under a second; a drive that has to spin up may need a few. Milliseconds. */
const TIMEOUT_MS = 60_000;

/** Reads what a file holds: through ffprobe, or, where there is none, from the text that ffmpeg prints of its input. */
export function createProber(tools: MediaTools): MediaProber {
  let version: Promise<string> | undefined;
  return {
    async probe(absolutePath, signal) {
      // A program that is no ffmpeg would make every file look broken.
      version ??= readFfmpegVersion(tools.ffmpeg, signal);
      await version;
      const answer =
        tools.ffprobe === undefined
          ? await askFfmpeg(tools.ffmpeg, absolutePath, signal)
          : await askFfprobe(tools.ffprobe, absolutePath, signal);
      if (answer.refusal !== undefined) throw await unreadable(absolutePath, answer.refusal);
      try {
        return answer.facts();
      } catch (error) {
        throw await unreadable(absolutePath, (error as Error).message, error);
      }
    },
  };
}

/** The last words of a program that refused the file, or what it said of it. */
type Answer = { readonly refusal: string } | { readonly refusal?: never; facts(): VideoFacts | undefined };

async function askFfprobe(ffprobe: string, path: string, signal: AbortSignal): Promise<Answer> {
  const options = ['-v', 'error', '-show_format', '-show_streams', '-of', 'json'];
  const { exitCode, stdout, stderr } = await ask(ffprobe, options, path, signal);
  return exitCode === 0 ? { facts: () => parseFfprobeJson(stdout) } : { refusal: lastLine(stderr) };
}

async function askFfmpeg(ffmpeg: string, path: string, signal: AbortSignal): Promise<Answer> {
  // With no output named ffmpeg describes its input and ends with status 1.
  const { stderr } = await ask(ffmpeg, ['-hide_banner', '-nostdin'], path, signal);
  return /^Input #0/m.test(stderr) ? { facts: () => parseFfmpegText(stderr) } : { refusal: lastLine(stderr) };
}

async function ask(
  program: string,
  options: readonly string[],
  path: string,
  signal: AbortSignal,
): Promise<Finished> {
  const input = await openInput(path, 3);
  try {
    const args = [...options, ...input.arguments];
    return await run(program, args, { signal, timeoutMs: TIMEOUT_MS, descriptors: input.descriptors });
  } finally {
    await input.close();
  }
}

async function unreadable(path: string, reason: string, cause?: unknown): Promise<HeimdexError> {
  const message = (await isPlaylist(path))
    ? `${path}: unsupported (playlist): what it leads to is not opened`
    : `${path} is not a video that can be read: ${reason}`;
  return new HeimdexError('media-unreadable', message, { cause });
}

/** The last line that says something, without the file's name, which the error names already. */
function lastLine(stderr: string): string {
  const lines = stderr
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  return (lines.at(-1) ?? 'no reason given').replace(/^.*file:.*?: (?=[A-Z])/, '').slice(0, 200);
}
