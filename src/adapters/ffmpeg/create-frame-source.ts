import { type StdioOptions, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { HeimdexError, interrupted } from '../../domain/errors.ts';
import { fitInside } from '../../domain/fit-inside.ts';
import type { DecodedFrame } from '../../domain/frame.ts';
import type { FrameSource, SamplingOptions } from '../../domain/ports/media.ts';
import type { VideoFacts } from '../../domain/video.ts';
import { createFrameAssembler } from './create-frame-assembler.ts';
import type { MediaTools } from './locate-ffmpeg.ts';
import { openInput } from './open-input.ts';
import { passthroughOption } from './passthrough-option.ts';
import { readShownFrames } from './read-shown-frames.ts';
import { startError } from './run.ts';
import { samplingFilter } from './sampling-filter.ts';
import { startPatience } from './start-patience.ts';

/** With no frame for this long ffmpeg counts as hung. Seeking over a damaged stretch of a large file stays below. */
const STALL_MS = 120_000;
const TOLD_TO_STOP = 255;

/**
 * Decodes with one ffmpeg process a video: one decode, two pictures of each sampled frame, exact times.
 *
 * @param threads threads for decoding, and for filters; 0 lets ffmpeg choose
 */
export function createFrameSource(tools: MediaTools, threads = 0): FrameSource {
  let passthrough: Promise<string[]> | undefined;
  return {
    async *frames(path, facts, options, signal, onComplaint) {
      passthrough ??= passthroughOption(tools.ffmpeg, signal);
      const decoder = { ffmpeg: tools.ffmpeg, passthrough: await passthrough, threads };
      yield* decode(decoder, path, facts, options, signal, onComplaint);
    },
  };
}

interface Decoder {
  readonly ffmpeg: string;
  readonly passthrough: readonly string[];
  readonly threads: number;
}

async function* decode(
  { ffmpeg, passthrough, threads }: Decoder,
  path: string,
  facts: VideoFacts,
  options: SamplingOptions,
  signal: AbortSignal,
  onComplaint: ((complaint: string) => void) | undefined,
): AsyncGenerator<DecodedFrame> {
  const thumbnail = fitInside(facts, options.thumbnailSide);
  const limits = threadArguments(threads);
  // Behind the two pipes.
  const input = await openInput(path, 5);
  const filter = samplingFilter(options, facts, thumbnail);
  const args = decodeArguments(input.arguments, passthrough, limits, filter);
  const stdio: StdioOptions = ['ignore', 'ignore', 'pipe', 'pipe', 'pipe', ...input.descriptors];
  const child = spawn(ffmpeg, args, { stdio });
  const model = { width: options.modelSize, height: options.modelSize };
  const streams = { model: child.stdio[3] as Readable, thumbnail: child.stdio[4] as Readable };
  const assembler = createFrameAssembler(streams, { model, thumbnail });
  const said = readShownFrames(child.stderr as Readable, assembler.addTime, onComplaint);
  const onAbort = () => void child.kill('SIGKILL');
  signal.addEventListener('abort', onAbort, { once: true });
  const ended = new Promise<void>((resolve) => {
    child.on('error', (error) => {
      assembler.fail(startError(ffmpeg, error));
      resolve();
    });
    child.on('close', (code, killedBy) => {
      // ffmpeg ends with 255 when it was told to stop. Whoever ended it, not the file, is the reason: try again later.
      const wasEnded = !child.killed && (killedBy !== null || code === TOLD_TO_STOP);
      if (wasEnded) assembler.fail(unreadable(path, `ffmpeg was ended on the way (${killedBy ?? code})`));
      if (code !== null && code !== 0) onComplaint?.(`ffmpeg ended with ${code}`);
      assembler.end();
      resolve();
    });
  });
  let count = 0;
  try {
    if (signal.aborted) onAbort();
    for (;;) {
      const frame = await withStallLimit(assembler.next(), path);
      if (signal.aborted) throw interrupted(signal.reason);
      if (frame === undefined) break;
      count++;
      yield frame;
    }
    if (count === 0) throw unreadable(path, `no frame can be decoded: ${said.lastLine()}`);
  } finally {
    signal.removeEventListener('abort', onAbort);
    child.kill('SIGKILL');
    assembler.discard();
    await ended;
    await input.close();
  }
}

/** Options before the input: how many threads decode it, and work in the filter graph. */
function threadArguments(threads: number): string[] {
  return threads === 0 ? [] : ['-filter_complex_threads', String(threads), '-threads', String(threads)];
}

/** One input, one filter graph, two pipes of raw pictures. */
function decodeArguments(
  input: readonly string[],
  passthrough: readonly string[],
  threads: readonly string[],
  filter: string,
): string[] {
  const output = (label: string, pipe: number) => [
    '-map',
    `[${label}]`,
    ...passthrough,
    '-f',
    'rawvideo',
    '-pix_fmt',
    'rgb24',
    `pipe:${pipe}`,
  ];
  // -copyts keeps the file's own timestamps, as players and ffprobe show them.
  return [
    '-hide_banner',
    '-nostdin',
    '-nostats',
    '-loglevel',
    'info',
    '-copyts',
    ...threads,
    ...input,
    '-filter_complex',
    filter,
    ...output('model', 3),
    ...output('thumbnail', 4),
  ];
}

async function withStallLimit<T>(next: Promise<T>, path: string): Promise<T> {
  let patience: { stop(): void } | undefined;
  const stalled = new Promise<never>((_, reject) => {
    patience = startPatience(STALL_MS, () =>
      reject(unreadable(path, `ffmpeg gave no frame for ${STALL_MS / 1000} s`)),
    );
  });
  try {
    return await Promise.race([next, stalled]);
  } finally {
    patience?.stop();
  }
}

function unreadable(path: string, reason: string): HeimdexError {
  return new HeimdexError('media-unreadable', `${path}: ${reason}`);
}
