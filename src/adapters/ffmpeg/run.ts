import { spawn } from 'node:child_process';
import { HeimdexError, hasSystemCode, interrupted } from '../../domain/errors.ts';
import { startPatience } from './start-patience.ts';

/** More output than this of a program that should print a page is refused. */
const MAX_OUTPUT_BYTES = 4 * 1024 * 1024;

export interface Finished {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs ffmpeg or ffprobe to its end and gathers what it prints. Killed at the time limit or when the signal fires.
 *
 * @param options.descriptors open files that the program inherits, as numbers 3 and on
 */
export function run(
  program: string,
  args: readonly string[],
  options: { signal: AbortSignal; timeoutMs: number; descriptors?: readonly number[] },
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe', ...(options.descriptors ?? [])] });
    const gathered = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
    let bytes = 0;
    let killedFor: string | undefined;
    const kill = (reason: string) => {
      killedFor ??= reason;
      child.kill('SIGKILL');
    };
    const gather = (name: 'stdout' | 'stderr') => (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MAX_OUTPUT_BYTES) kill('it printed without end');
      else gathered[name].push(chunk);
    };
    child.stdout!.on('data', gather('stdout'));
    child.stderr!.on('data', gather('stderr'));
    const patience = startPatience(options.timeoutMs, () =>
      kill(`it did not end within ${options.timeoutMs / 1000} s`),
    );
    const onAbort = () => kill('interrupted');
    options.signal.addEventListener('abort', onAbort, { once: true });
    if (options.signal.aborted) onAbort();
    const settle = (finish: () => void) => {
      patience.stop();
      options.signal.removeEventListener('abort', onAbort);
      finish();
    };
    child.on('error', (error) => settle(() => reject(startError(program, error))));
    child.on('close', (exitCode) =>
      settle(() => {
        if (options.signal.aborted) reject(interrupted(options.signal.reason));
        else if (killedFor !== undefined)
          reject(new HeimdexError('media-unreadable', `${program} was stopped: ${killedFor}`));
        else {
          const text = (name: 'stdout' | 'stderr') => Buffer.concat(gathered[name]).toString('utf8');
          resolve({ exitCode, stdout: text('stdout'), stderr: text('stderr') });
        }
      }),
    );
  });
}

/** The error for a program that could not be started. */
export function startError(program: string, cause: Error): HeimdexError {
  if (hasSystemCode(cause, 'ENOENT', 'EACCES', 'ENOEXEC')) {
    return new HeimdexError('ffmpeg-missing', `${program} can't be started: ${cause.message}`, {
      hint: 'install ffmpeg, or name a working one with HEIMDEX_FFMPEG',
      cause,
    });
  }
  return new HeimdexError('ffmpeg-failed', `${program} can't be started: ${cause.message}`, { cause });
}
