import type { IncomingHttpHeaders } from 'node:http';

/** An answer of which only the head has been read. */
export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: IncomingHttpHeaders;
  /** To be gone through once; lends its chunks as the port `Incoming` says. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Ends the transfer where it is not at its end. */
  abandon(): void;
}

/** What opens the connections. A connection, an answer or a next byte that takes longer than its limit has failed. */
export interface Connections {
  /** Sends one GET; follows no redirect. */
  get(url: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<HttpAnswer>;
  /** Ends all connections. */
  close(): Promise<void>;
}
