import { HeimdexError } from '../../domain/errors.ts';
import type { SubtitleReader, SubtitleText } from '../../domain/ports/speech.ts';
import { namedLanguage } from '../../domain/subtitles/named-language.ts';
import { parseSubtitles } from '../../domain/subtitles/parse-subtitles.ts';
import { toSegments } from '../../domain/subtitles/to-segments.ts';
import { extractTracks, isText } from './extract-tracks.ts';
import { listTextTracks, type TextTrack } from './list-text-tracks.ts';
import type { MediaTools } from './locate-ffmpeg.ts';
import { openInput } from './open-input.ts';
import { run } from './run.ts';

/** Reading a header takes well under a second; a drive that has to spin up may need a few. Milliseconds. */
const TIMEOUT_MS = 60_000;

/** Between two cues may lie an hour of pictures that have to be read. Milliseconds. */
const STALL_MS = 600_000;

/** More tracks than any disc has; each takes a pipe. */
const MOST_TRACKS = 64;

/** Reads the text tracks of a file (docs/decisions/031-existing-text.md). */
export function createTrackReader(
  { ffmpeg }: Pick<MediaTools, 'ffmpeg'>,
  { timeoutMs = TIMEOUT_MS, stallMs = STALL_MS } = {},
): SubtitleReader {
  return {
    async read(path, video, signal, onNotice = () => {}) {
      try {
        const all = await list(ffmpeg, path, { signal, timeoutMs });
        for (const track of all.filter((one) => !isText(one)))
          onNotice(`${nameOf(track)}: left out: no text can be read of ${track.codec}`);
        const tracks = all.filter(isText).slice(0, MOST_TRACKS);
        if (all.filter(isText).length > MOST_TRACKS)
          onNotice(`text tracks: only the first ${MOST_TRACKS} are read`);
        if (tracks.length === 0) return [];
        const { texts, problem } = await extractTracks({ ffmpeg, stallMs, path, tracks, signal });
        if (problem !== undefined) onNotice(`text tracks: may not be whole: ${problem}`);
        return tracks.flatMap((track, at) => toText(track, texts[at]!, video, onNotice));
      } catch (error) {
        if (!(error instanceof HeimdexError) || error.code !== 'media-unreadable') throw error;
        onNotice(`text tracks: left out: ${error.message}`);
        return [];
      }
    },
  };
}

async function list(
  ffmpeg: string,
  path: string,
  limits: { signal: AbortSignal; timeoutMs: number },
): Promise<TextTrack[]> {
  const input = await openInput(path, 3);
  try {
    // With no output named ffmpeg describes its input and ends with status 1.
    const args = ['-hide_banner', '-nostdin', ...input.arguments];
    const { stderr } = await run(ffmpeg, args, { ...limits, descriptors: input.descriptors });
    return listTextTracks(stderr);
  } finally {
    await input.close();
  }
}

/** The zero of a track's times is the file's. */
function toText(
  track: TextTrack,
  text: string,
  video: Parameters<SubtitleReader['read']>[1],
  onNotice: (notice: string) => void,
): SubtitleText[] {
  const name = nameOf(track);
  const language = track.language ?? namedLanguage(track.title ?? '');
  const origin = { source: 'track', language } as const;
  const { segments, faults } = toSegments(parseSubtitles(text)?.cues ?? [], 0, video, origin);
  for (const fault of faults) onNotice(`${name}: ${fault}`);
  if (segments.length > 0) return [{ ...origin, name, segments }];
  if (faults.length === 0) onNotice(`${name}: left out: no subtitles in it`);
  return [];
}

/** As people count: from 1. */
function nameOf({ index, title }: TextTrack): string {
  return title === undefined ? `track ${index + 1}` : `track ${index + 1} (${title})`;
}
