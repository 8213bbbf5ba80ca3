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
export function createProber(tools: MediaTools, { timeoutMs = TIMEOUT_MS } = {}): MediaProber {
  let version: Promise<string> | undefined;
  return {
    async probe(absolutePath, signal) {
      // A program that is no ffmpeg would make every file look broken.
      version ??= readFfmpegVersion(tools.ffmpeg, signal);
      await version;
      const { facts, said } =
        tools.ffprobe === undefined
          ? await askFfmpeg(tools.ffmpeg, absolutePath, { signal, timeoutMs })
          : await askFfprobe(tools.ffprobe, absolutePath, { signal, timeoutMs });
      if (facts !== undefined && (facts.width < 1 || facts.height < 1)) {
        throw unreadable(absolutePath, said, 'its picture has no size');
      }
      const refused = facts && sizeRefused(facts.width, facts.height);
      if (refused !== undefined) throw new HeimdexError('media-unreadable', `${absolutePath}: ${refused}`);
      return facts;
    },
  };
}

interface Limits {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/** What a program found, and what it said meanwhile. */
interface Answer {
  readonly facts: VideoFacts | undefined;
  readonly said: string;
}

async function askFfprobe(ffprobe: string, path: string, limits: Limits): Promise<Answer> {
  const args = ['-v', 'error', '-show_format', '-show_streams', '-of', 'json', ...inputArguments(path)];
  const { exitCode, stdout, stderr } = await run(ffprobe, args, limits);
  if (exitCode !== 0) throw unreadable(path, stderr);
  return { facts: parseFfprobeJson(stdout), said: stderr };
}

async function askFfmpeg(ffmpeg: string, path: string, limits: Limits): Promise<Answer> {
  // With no output named ffmpeg describes its input and ends with status 1.
  const args = ['-hide_banner', '-nostdin', ...inputArguments(path)];
  const { stderr } = await run(ffmpeg, args, limits);
  if (!/^Input #0/m.test(stderr)) throw unreadable(path, stderr);
  return { facts: parseFfmpegText(stderr), said: stderr };
}

/** The error for a file that a program gave up, for the reason it said. */
function unreadable(path: string, said: string, reason = lastLine(said)): HeimdexError {
  const large = tooLarge(said);
  if (large !== undefined) return new HeimdexError('media-unreadable', `${path}: ${large}`);
  return new HeimdexError('media-unreadable', `${path} is not a video that can be read: ${reason}`);
}

/** ffmpeg's last words for a file that it gives up; what comes before them says more. */
const LAST_WORDS = 'Invalid data found when processing input';

/** The last line that says something, without the file's name, which the error names already. */
function lastLine(stderr: string): string {
  const lines = stderr
    .split('\n')
    .map((line) =>
      line
        .trim()
        .replace(/^file:.*?: (?=[A-Z])/, '')
        .replace(/^\[[^\]]*\] /, ''),
    )
    .filter(Boolean);
  const reason = lines.at(-1) === LAST_WORDS && lines.length > 1 ? lines.at(-2) : lines.at(-1);
  return (reason ?? 'no reason given').slice(0, 200);
}
