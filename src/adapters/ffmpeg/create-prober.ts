import { HeimdexError } from '../../domain/errors.ts';
import type { MediaProber } from '../../domain/ports/media.ts';
import type { VideoFacts } from '../../domain/video.ts';
import { askMedia } from './ask-media.ts';
import { isPlaylist } from './is-playlist.ts';
import type { MediaTools } from './locate-ffmpeg.ts';
import { parseFfmpegText } from './parse-ffmpeg-text.ts';
import { parseFfprobeJson } from './parse-ffprobe-json.ts';
import { readFfmpegVersion } from './read-ffmpeg-version.ts';
import { sizeRefused, tooLarge } from './too-large.ts';

/** Reading a header takes well under a second; a drive that has to spin up may need a few. Milliseconds. */
const TIMEOUT_MS = 60_000;

/**
 * Reads what a file holds: through ffprobe, or, where there is none, from the text that ffmpeg prints of its input.
 *
 * @param options `now`: the clock that says which recordings would lie in the future, milliseconds since 1970
 */
export function createProber(
  tools: MediaTools,
  { timeoutMs = TIMEOUT_MS, now = Date.now } = {},
): MediaProber {
  let version: Promise<string> | undefined;
  return {
    async probe(absolutePath, signal) {
      // A program that is no ffmpeg would make every file look broken.
      version ??= readFfmpegVersion(tools.ffmpeg, signal);
      await version;
      const limits = { signal, timeoutMs };
      const { facts, said } =
        tools.ffprobe === undefined
          ? await askFfmpeg(tools.ffmpeg, absolutePath, limits)
          : await askFfprobe(tools.ffprobe, absolutePath, limits);
      if (facts === undefined) throw await unreadable(absolutePath, said);
      try {
        const answer = facts(now());
        const refused = answer && sizeRefused(answer.width, answer.height);
        if (refused === undefined) return answer;
        throw new HeimdexError('media-unreadable', `${absolutePath}: ${refused}`);
      } catch (error) {
        if (error instanceof HeimdexError) throw error;
        throw await unreadable(absolutePath, said, error as Error);
      }
    },
  };
}

interface Limits {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/** What a program said, and how to read the facts in it where it did not refuse the file. */
interface Answer {
  readonly said: string;
  readonly facts?: (now: number) => VideoFacts | undefined;
}

async function askFfprobe(ffprobe: string, path: string, limits: Limits): Promise<Answer> {
  const options = ['-v', 'error', '-show_format', '-show_streams', '-of', 'json'];
  const { exitCode, stdout, stderr } = await askMedia(ffprobe, options, path, limits);
  return { said: stderr, ...(exitCode === 0 && { facts: (now) => parseFfprobeJson(stdout, now) }) };
}

async function askFfmpeg(ffmpeg: string, path: string, limits: Limits): Promise<Answer> {
  // With no output named ffmpeg describes its input and ends with status 1.
  const { stderr } = await askMedia(ffmpeg, ['-hide_banner', '-nostdin'], path, limits);
  return { said: stderr, ...(/^Input #0/m.test(stderr) && { facts: (now) => parseFfmpegText(stderr, now) }) };
}

/** The error for a file that a program gave up, for the reason it said, or whose facts make no sense. */
async function unreadable(path: string, said: string, cause?: Error): Promise<HeimdexError> {
  const large = tooLarge(said);
  if (large !== undefined) return new HeimdexError('media-unreadable', `${path}: ${large}`);
  const message = (await isPlaylist(path))
    ? `${path}: unsupported (playlist): what it leads to is not opened`
    : `${path} is not a video that can be read: ${cause?.message ?? lastLine(said)}`;
  return new HeimdexError('media-unreadable', message, { cause });
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
