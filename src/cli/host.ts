import { homedir, tmpdir } from 'node:os';
import type { Readable, Writable } from 'node:stream';

/** A stream that may be a terminal. */
export interface Output extends Writable {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** All that the program may know of the world outside: `main` gets it as a parameter, so tests can hand in another. */
export interface Host {
  readonly stdin: Readable;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** The user's home directory, or undefined where the system knows none. */
  readonly userHome: string | undefined;
  readonly tempFolder: string;
  readonly platform: NodeJS.Platform;
  /** Calls the listener at each signal; returns what removes it again. */
  onSignal(name: 'SIGINT' | 'SIGTERM' | 'SIGHUP', listener: () => void): () => void;
  /** Ends the process at once: only for a second interruption. */
  exitNow(code: number): never;
}

/** The host of the real process. */
export function processHost(): Host {
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    userHome: process.env.HOME || homedirOrNothing(),
    tempFolder: tmpdir(),
    platform: process.platform,
    onSignal(name, listener) {
      process.on(name, listener);
      return () => process.off(name, listener);
    },
    exitNow: (code) => process.exit(code),
  };
}

function homedirOrNothing(): string | undefined {
  try {
    return homedir();
  } catch {
    return undefined;
  }
}
