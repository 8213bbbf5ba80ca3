import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { interrupted } from '../../domain/errors.ts';
import { killGroup, OWN_GROUP } from './kill-group.ts';
import type { TextTrack } from './list-text-tracks.ts';
import { openInput } from './open-input.ts';
import { readComplaints } from './read-complaints.ts';
import { startError } from './run.ts';
import { FIRST_PIPE } from './run-decoder.ts';
import { startPatience } from './start-patience.ts';

/** Of a longer track only the beginning is kept. Bytes. */
const MOST_BYTES = 32 * 1024 * 1024;

/** How each kind of text leaves ffmpeg: as it is where a text form can hold it, so that nothing of it is lost. */
const OUTPUTS: Readonly<Record<string, readonly [codec: string, format: string]>> = {
  mov_text: ['srt', 'srt'],
  text: ['srt', 'srt'],
  eia_608: ['srt', 'srt'],
  subrip: ['copy', 'srt'],
  srt: ['copy', 'srt'],
  webvtt: ['copy', 'webvtt'],
  ass: ['copy', 'ass'],
  ssa: ['copy', 'ass'],
};

/** Whether a track is text that can be taken out. */
export function isText(track: TextTrack): boolean {
  return Object.hasOwn(OUTPUTS, track.codec);
}

export interface Extraction {
  readonly ffmpeg: string;
  /** With no byte for so many milliseconds ffmpeg is ended. */
  readonly stallMs: number;
  readonly path: string;
  readonly tracks: readonly TextTrack[];
  readonly signal: AbortSignal;
}

export interface Extracted {
  /** What each track holds, in the order asked for, with presentation times. */
  readonly texts: readonly string[];
  /** Why not all may be there. */
  readonly problem: string | undefined;
}

/**
 * Takes all tracks out of a file in one run of ffmpeg, each through a pipe of its own.
 *
 * @throws HeimdexError `ffmpeg-missing`, `media-unreadable` where the file can't be opened, `interrupted`
 */
export async function extractTracks({
  ffmpeg,
  stallMs,
  path,
  tracks,
  signal,
}: Extraction): Promise<Extracted> {
  const input = await openInput(path, FIRST_PIPE + tracks.length);
  try {
    const child = spawn(ffmpeg, trackArguments(input.arguments, tracks), {
      stdio: ['ignore', 'ignore', 'pipe', ...tracks.map(() => 'pipe' as const), ...input.descriptors],
      detached: OWN_GROUP,
    });
    let problem: string | undefined;
    const kill = (reason: string) => {
      problem ??= reason;
      killGroup(child);
    };
    const watch = () => startPatience(stallMs, () => kill(`ffmpeg gave nothing for ${stallMs / 1000} s`));
    let patience = watch();
    const awake = () => {
      patience.stop();
      patience = watch();
    };
    const onAbort = () => kill('interrupted');
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    const stdio: readonly unknown[] = child.stdio;
    const texts = tracks.map((_, at) => gather(stdio[FIRST_PIPE + at] as Readable, awake));
    let complaint: string | undefined;
    readComplaints(child.stderr as Readable, (line) => {
      complaint = line;
    });
    try {
      const code = await new Promise<number | null>((resolve, reject) => {
        child.on('error', (error) => reject(startError(ffmpeg, error)));
        child.on('close', resolve);
      });
      if (signal.aborted) throw interrupted(signal.reason);
      if (code !== 0) problem ??= complaint ?? `ffmpeg ended with ${code}`;
      return { texts: texts.map((text) => text()), problem };
    } finally {
      patience.stop();
      signal.removeEventListener('abort', onAbort);
    }
  } finally {
    await input.close();
  }
}

function trackArguments(input: readonly string[], tracks: readonly TextTrack[]): string[] {
  const outputs = tracks.flatMap(({ index, codec }, at) => {
    const [encoder, format] = OUTPUTS[codec]!;
    const map = ['-map', `0:s:${index}`, '-c:s', encoder, '-avoid_negative_ts', 'disabled'];
    return [...map, '-f', format, `pipe:${FIRST_PIPE + at}`];
  });
  // The file's own timestamps, as those of its pictures are.
  return ['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'warning', '-copyts', ...input, ...outputs];
}

/** Takes in what a pipe gives, all of it, so that ffmpeg never waits; what is too much is not kept. */
function gather(stream: Readable, onData: () => void): () => string {
  const pieces: Buffer[] = [];
  let room = MOST_BYTES;
  stream.on('error', () => {});
  stream.on('data', (piece: Buffer) => {
    onData();
    if (room > 0) pieces.push(piece.subarray(0, room));
    room -= piece.length;
  });
  return () => Buffer.concat(pieces).toString('utf8');
}
