import type { Model, ModelFile } from '../manifest/schema.ts';

/** A model whose files come from the Hub. */
export type HubModel = Model & { readonly source: { readonly kind: 'hub' } };

/** Where models are pulled from. */
export interface ModelSource {
  /** Where a file would be asked for, for the user to read. */
  addressOf(model: HubModel, file: ModelFile): string;
  /**
   * Asks for a file's bytes from an offset on.
   *
   * @throws TransferInterrupted where another try may help
   * @throws HeimdexError `network`, `not-found-upstream`, `access-denied-upstream`, `transfer-mismatch` where not
   */
  fetch(model: HubModel, file: ModelFile, from: number, signal: AbortSignal): Promise<Incoming>;
  /** Ends all connections. */
  close(): Promise<void>;
}

/** So many chunks are lent at once. */
export const LENT_CHUNKS = 8;

export interface Incoming {
  /** Where the bytes begin: the offset asked for, or 0 where the source can't begin there. */
  readonly from: number;
  /**
   * The bytes up to the file's end and no more; ends early, or stalls, with `TransferInterrupted`. Chunks are lent:
   * when a chunk is asked for, the memory of the one `LENT_CHUNKS` before it is used again.
   */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** A transfer that broke off for a reason that may pass. */
export class TransferInterrupted extends Error {
  /** How long the source asks to wait, milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, options: { cause?: unknown; retryAfterMs?: number | undefined } = {}) {
    super(message, { cause: options.cause });
    this.name = 'TransferInterrupted';
    this.retryAfterMs = options.retryAfterMs;
  }
}
