import { HeimdexError } from '../../domain/errors.ts';
import type { MediaProber } from '../../domain/ports/media.ts';
import type { VideoFacts } from '../../domain/video.ts';
import { inputArguments } from './containers.ts';
import type { MediaTools } from './locate-ffmpeg.ts';
import { parseFfmpegText } from './parse-ffmpeg-text.ts';
import { parseFfprobeJson } from './parse-ffprobe-json.ts';
import { readFfmpegVersion } from './read-ffmpeg-version.ts';
import { run } from './run.ts';
import { sizeRefused, tooLarge } from './too-large.ts';

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
      const { facts, said } =
        tools.ffprobe === undefined
          ? await askFfmpeg(tools.ffmpeg, absolutePath, signal)
          : await askFfprobe(tools.ffprobe, absolutePath, signal);
      if (facts !== undefined && (facts.width < 1 || facts.height < 1)) {
        throw unreadable(absolutePath, said, 'its picture has no size');
      }
      const refused = facts && sizeRefused(facts.width, facts.height);
      if (refused !== undefined) throw new HeimdexError('media-unreadable', `${absolutePath}: ${refused}`);
      return facts;
    },
  };
}

/** What a program found, and what it said meanwhile. */
interface Answer {
  readonly facts: VideoFacts | undefined;
  readonly said: string;
}

async function askFfprobe(ffprobe: string, path: string, signal: AbortSignal): Promise<Answer> {
  const args = ['-v', 'error', '-show_format', '-show_streams', '-of', 'json', ...inputArguments(path)];
  const { exitCode, stdout, stderr } = await run(ffprobe, args, { signal, timeoutMs: TIMEOUT_MS });
  if (exitCode !== 0) throw unreadable(path, stderr);
  return { facts: parseFfprobeJson(stdout), said: stderr };
}

async function askFfmpeg(ffmpeg: string, path: string, signal: AbortSignal): Promise<Answer> {
  // With no output named ffmpeg describes its input and ends with status 1.
  const args = ['-hide_banner', '-nostdin', ...inputArguments(path)];
  const { stderr } = await run(ffmpeg, args, { signal, timeoutMs: TIMEOUT_MS });
  if (!/^Input #0/m.test(stderr)) throw unreadable(path, stderr);
  return { facts: parseFfmpegText(stderr), said: stderr };
}

/** The error for a file that a program gave up, for the reason it said. */
function unreadable(path: string, said: string, reason = lastLine(said)): HeimdexError {
  const large = tooLarge(said);
  if (large !== undefined) return new HeimdexError('media-unreadable', `${path}: ${large}`);
  return new HeimdexError('media-unreadable', `${path} is not a video that can be read: ${reason}`);
}

/** The last line that says something, without the file's name, which the error names already. */
function lastLine(stderr: string): string {
  const lines = stderr
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  return (lines.at(-1) ?? 'no reason given').replace(/^.*file:.*?: (?=[A-Z])/, '').slice(0, 200);
}
