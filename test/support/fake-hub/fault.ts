/** What goes wrong with one answer. */
export interface Fault {
  /** The connection is cut after so many bytes of the body. */
  readonly dropAfter?: number;
  /** The body ends in order after so many bytes, with a Content-Length that says so. */
  readonly truncateClean?: number;
  /** The byte at this place of the file is flipped. */
  readonly corrupt?: number;
  /** A page "sign in" with status 200. */
  readonly html?: true;
  /** A range request is answered with the whole file. */
  readonly ignoreRange?: true;
  /** A range request is answered with a range that nobody asked for. */
  readonly wrongRange?: true;
  readonly status?: number;
  readonly retryAfter?: string;
  /** Nothing is answered at all. */
  readonly stall?: true;
  /** After so many bytes of the body nothing more comes, or nothing until `until` is settled. */
  readonly stallAfter?: number;
  readonly until?: Promise<unknown>;
  /** The body is compressed, and says so. */
  readonly gzip?: true;
  /** No Content-Length is sent, and so many bytes more than there are; Infinity: until the client has enough. */
  readonly endless?: number;
  readonly redirect?: string;
  /** So many bytes, then a pause, and so on. */
  readonly slow?: { readonly bytes: number; readonly everyMs: number };
  /** The answer is this document, with status 200. */
  readonly json?: unknown;
  /** A listing names this address as the one of its next page. */
  readonly linkNext?: string;
}
