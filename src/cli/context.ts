import type { Command } from 'commander';
import type { Host } from './host.ts';
import type { CommonOptions } from './options.ts';
import type { Printer } from './printer.ts';
import type { Settings } from './settings.ts';

/** What a command gets: the outside world, where things are, how to speak, and when to stop. */
export interface Context {
  readonly host: Host;
  readonly settings: Settings;
  readonly printer: Printer;
  /** The result is asked for as JSON. */
  readonly json: boolean;
  /** Progress is asked for as NDJSON events on stderr. */
  readonly progressEvents: boolean;
  /** Fires at the first interruption; its reason is the exit code to end with. */
  readonly signal: AbortSignal;
}

/** A verb's work: returns the exit code. */
export type Action = (context: Context) => Promise<number>;

/** Hands a verb's work to `main`, which builds the context and reports errors. */
export type Run = (options: CommonOptions, action: Action) => Promise<void>;

/** Adds a verb to the program. */
export type AddCommand = (program: Command, run: Run) => void;
