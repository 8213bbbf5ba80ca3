import { homedir, tmpdir } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { HeimdexError } from '../domain/errors.ts';
import { lowerPriority } from './lower-priority.ts';

/** A stream that may be a terminal. */
export interface Output extends Writable {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export interface Input extends Readable {
  readonly isTTY?: boolean;
}

/** All that the program may know of the world outside: `main` gets it as a parameter, so tests can hand in another. */
export interface Host {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The working folder. Reading it throws `config-invalid` where that folder is gone, so only what needs it fails. */
  readonly cwd: string;
  /** The user's home directory, or undefined where the system knows none. */
  readonly userHome: string | undefined;
  readonly tempFolder: string;
  readonly platform: NodeJS.Platform;
  /** Calls the listener at each signal; returns what removes it again. */
  onSignal(name: 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGTSTP' | 'SIGCONT', listener: () => void): () => void;
  /** Ends the process at once: only for a second interruption. */
  exitNow(code: number): never;
  /** Stops the process until it is asked to go on. */
  pauseNow(): void;
  /** Has the process, and what it starts, give way to others where that is permitted. */
  lowerPriority(): void;
}

/** The host of the real process. */
export function processHost(): Host {
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    get cwd() {
      return workingFolder();
    },
    userHome: process.env.HOME || homedirOrNothing(),
    tempFolder: tmpdir(),
    platform: process.platform,
    onSignal(name, listener) {
      process.on(name, listener);
      return () => process.off(name, listener);
    },
    exitNow: (code) => process.exit(code),
    pauseNow: () => void process.kill(process.pid, 'SIGSTOP'),
    lowerPriority,
  };
}

function workingFolder(): string {
  try {
    return process.cwd();
  } catch (error) {
    throw new HeimdexError(
      'config-invalid',
      'the working folder does not exist any more, or may not be read',
      {
        hint: 'change to another folder with cd, then run it again',
        cause: error,
      },
    );
  }
}

function homedirOrNothing(): string | undefined {
  try {
    return homedir();
  } catch {
    return undefined;
  }
}
