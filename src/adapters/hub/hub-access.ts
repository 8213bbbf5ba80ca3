import type { Dispatcher } from 'undici';

/** What every request to the Hub needs. */
export interface HubAccess {
  readonly endpoint: URL;
  readonly token: string | undefined;
  readonly dispatcher: Dispatcher;
  /** After so many milliseconds without a byte a try counts as failed. */
  readonly idleMs: number;
}
