import type { AudioDecoder } from '../../domain/ports/speech.ts';
import { askMedia } from './ask-media.ts';
import { decodeSound } from './decode-sound.ts';
import { listStreamsInJson, listStreamsInText } from './list-streams.ts';
import type { MediaTools } from './locate-ffmpeg.ts';
import { unreadable } from './unreadable.ts';

/** With no sound for this long ffmpeg counts as hung. Seeking over a damaged stretch of a large file stays below. */
const STALL_MS = 120_000;

/** Reading a header takes well under a second; a drive that has to spin up may need a few. */
const TIMEOUT_MS = 60_000;

/** Decodes with one ffmpeg process an audio stream (docs/decisions/032-sound.md). */
export function createAudioDecoder(
  tools: MediaTools,
  { stallMs = STALL_MS, timeoutMs = TIMEOUT_MS } = {},
): AudioDecoder {
  return {
    async streams(path, signal) {
      const { ffmpeg, ffprobe } = tools;
      const limits = { signal, timeoutMs };
      if (ffprobe === undefined) {
        // With no output named ffmpeg describes its input and ends with status 1.
        const { stderr } = await askMedia(ffmpeg, ['-hide_banner', '-nostdin'], path, limits);
        if (/^Input #0/m.test(stderr)) return listStreamsInText(stderr, 'audio');
      } else {
        const options = ['-v', 'error', '-show_streams', '-of', 'json'];
        const { exitCode, stdout } = await askMedia(ffprobe, options, path, limits);
        if (exitCode === 0) return listStreamsInJson(stdout, 'audio');
      }
      throw unreadable(path, 'its streams can’t be told');
    },
    decode(path, stream, signal, onComplaint = () => {}) {
      return decodeSound({ ffmpeg: tools.ffmpeg, stallMs, path, stream, signal, onComplaint });
    },
  };
}
