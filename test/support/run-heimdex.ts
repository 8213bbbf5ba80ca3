import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The program as it is installed; `npm run build` makes what it loads. */
export const PROGRAM = fileURLToPath(new URL('../../bin/heimdex.js', import.meta.url));

export interface RunOptions {
  /** Added to an environment that holds nothing but PATH and LANG; undefined leaves a variable out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** A program, with its arguments, that runs the program: strace, unshare, a shell. */
  readonly before?: readonly string[];
  readonly stdin?: string;
  /** Sees the child as soon as it runs: to send it signals. */
  readonly onStart?: (child: ChildProcessWithoutNullStreams) => void;
}

export interface RunResult {
  /** The exit code; null where a signal ended the program. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program to its end. The environment of the tests is not handed on: proxies and tokens stay outside. */
export function runHeimdex(args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const env = { PATH: process.env.PATH, LANG: 'C.UTF-8', ...options.env };
    const [program = '', ...rest] = [...(options.before ?? []), process.execPath, PROGRAM, ...args];
    const child = spawn(program, rest, { env, cwd: options.cwd, stdio: 'pipe' });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      resolve({
        code,
        signal,
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
      });
    });
    // A program that ends without reading its input is no fault of the test.
    child.stdin.on('error', () => {});
    child.stdin.end(options.stdin ?? '');
    options.onStart?.(child);
  });
}
