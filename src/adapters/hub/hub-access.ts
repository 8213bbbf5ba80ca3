import type { Connections } from './connections.ts';

/** What every request to the Hub needs. */
export interface HubAccess {
  readonly endpoint: URL;
  readonly token: string | undefined;
  readonly connections: Connections;
}
