import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { interrupted } from '../../domain/errors.ts';
import type { HandOver } from './create-hand-over.ts';
import { killGroup, OWN_GROUP } from './kill-group.ts';
import { type MediaInput, openInput } from './open-input.ts';
import { readComplaints, type Said } from './read-complaints.ts';
import { startError } from './run.ts';
import { unreadable } from './unreadable.ts';
import { withStallLimit } from './with-stall-limit.ts';

const TOLD_TO_STOP = 255;
/** The number of the first pipe in the child; a file handed over by a descriptor comes behind the last. */
export const FIRST_PIPE = 3;

/** One run of ffmpeg over one file. */
export interface DecoderRun {
  readonly ffmpeg: string;
  /** With nothing new for so many milliseconds ffmpeg is ended. */
  readonly stallMs: number;
  readonly path: string;
  readonly signal: AbortSignal;
  readonly onComplaint: (complaint: string) => void;
}

/** What is to be decoded, and how it comes back. */
export interface DecoderPlan<T> {
  /** How many pipes ffmpeg writes to, as its descriptors from FIRST_PIPE on. */
  readonly pipes: number;
  /** @param input the options that name the file */
  arguments(input: readonly string[]): string[];
  /** @param onNonsense to be called when the pipes hold what can't belong together */
  assemble(pipes: readonly Readable[], onNonsense: () => void): HandOver<T>;
  /** What it gives, for messages. */
  readonly what: string;
  /** Called before the first one is handed on. */
  onFirst?(said: Said): void;
  /** Why there is nothing, where that is not what ffmpeg said last. */
  reason?(): string | undefined;
}

/**
 * Runs ffmpeg to its end and yields what comes, as it comes.
 *
 * @throws HeimdexError `media-unreadable` where nothing comes, or ffmpeg hangs or dies; `ffmpeg-missing`, `interrupted`
 */
export async function* runDecoder<T>(run: DecoderRun, plan: DecoderPlan<T>): AsyncGenerator<T> {
  const { path, signal } = run;
  const input = await openInput(path, FIRST_PIPE + plan.pipes);
  const { line, said, kill, discard, ended } = startDecoder(run, plan, input);
  signal.addEventListener('abort', kill, { once: true });
  let nothing = true;
  try {
    if (signal.aborted) kill();
    for (;;) {
      const next = line.take();
      if (signal.aborted) throw interrupted(signal.reason);
      if (next === undefined) {
        if (await withStallLimit(line.wait(), run, plan.what)) continue;
        if (signal.aborted) throw interrupted(signal.reason);
        break;
      }
      if (nothing) plan.onFirst?.(said);
      nothing = false;
      yield next;
    }
    if (nothing) throw unreadable(path, plan.reason?.() ?? said.reason());
  } finally {
    signal.removeEventListener('abort', kill);
    kill();
    discard();
    await ended;
    await input.close();
  }
}

/** Starts ffmpeg and ties its pipes together. `ended` settles when nothing of it is left. */
function startDecoder<T>(run: DecoderRun, plan: DecoderPlan<T>, input: MediaInput) {
  const { ffmpeg, path, onComplaint } = run;
  const child = spawn(ffmpeg, plan.arguments(input.arguments), {
    stdio: ['ignore', 'ignore', 'pipe', ...Array(plan.pipes).fill('pipe'), ...input.descriptors],
    detached: OWN_GROUP,
  });
  let killed = false;
  const kill = () => {
    killed = true;
    killGroup(child);
  };
  // Node's types end at the fifth.
  const stdio: readonly unknown[] = child.stdio;
  const pipes = stdio.slice(FIRST_PIPE, FIRST_PIPE + plan.pipes) as Readable[];
  const line: HandOver<T> = plan.assemble(pipes, () => {
    line.fail(unreadable(path, `ffmpeg writes ${plan.what}s and times that do not belong together`));
    kill();
  });
  const said = readComplaints(child.stderr as Readable, onComplaint);
  const ended = new Promise<void>((resolve) => {
    child.on('error', (error) => {
      line.fail(startError(ffmpeg, error));
      resolve();
    });
    child.on('close', (code, killedBy) => {
      // ffmpeg ends with 255 when it was told to stop. Whoever ended it, not the file, is the reason: try again later.
      const wasEnded = !killed && (killedBy !== null || code === TOLD_TO_STOP);
      if (wasEnded) line.fail(unreadable(path, `ffmpeg was ended on the way (${killedBy ?? code})`));
      if (code !== null && code !== 0) onComplaint(`ffmpeg ended with ${code}`);
      line.end();
      resolve();
    });
  });
  /** Closes the pipes, whoever else may hold their other ends. */
  const discard = () => {
    for (const stream of child.stdio) stream?.destroy();
  };
  return { line, said, kill, discard, ended };
}
