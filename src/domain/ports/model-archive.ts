import type { Model, ModelFile } from '../manifest/schema.ts';

// An archive is a row of named files in one file: what carries models to a machine without a network.

/** Where the bytes of an archive go. */
export interface ArchiveSink {
  /** Settles when the bytes may be overwritten. Throws HeimdexError `disk`, `disk-full`. */
  write(bytes: Uint8Array): Promise<void>;
  /** Makes what was written safe on disk and gives it its name. */
  finish(): Promise<void>;
  /** Removes what was written; after `finish` it does nothing. */
  discard(): Promise<void>;
}

export interface ArchiveWriter {
  /**
   * Adds a file.
   *
   * @param name with "/" between its parts
   * @param bytes how many the content brings, no fewer and no more
   */
  add(name: string, bytes: number, content: AsyncIterable<Uint8Array>): Promise<void>;
  /** Writes what ends an archive. */
  end(): Promise<void>;
}

export interface ArchiveEntry {
  readonly name: string;
  readonly bytes: number;
  /** To be gone through before the next entry is asked for, else it is skipped. A chunk is valid until the next one. */
  readonly content: AsyncIterable<Uint8Array>;
}

/**
 * The entries of an archive, in order; ends where the archive ends in order.
 *
 * @throws HeimdexError `transfer-mismatch` for whatever is no plain file in an archive of heimdex's form
 */
export type ArchiveEntries = AsyncIterator<ArchiveEntry, undefined, undefined>;

/** The models of the store, read to be carried elsewhere. */
export interface ModelOutlet {
  /**
   * The bytes of a file. A chunk is valid until the next one is asked for.
   *
   * @throws HeimdexError `model-missing`; `model-damaged`, at the latest after the last chunk, where they do not have
   *   the manifest's size and digest; `interrupted`
   */
  read(model: Model, file: ModelFile, signal: AbortSignal): AsyncIterable<Uint8Array>;
}

/** What a model answered when it was tried on the machine that pulled it, kept beside the model. */
export interface SelfTestRecords {
  /** Undefined where there is none. */
  read(model: Model): Promise<Uint8Array | undefined>;
  /** Keeps a record where there is none yet. */
  keep(model: Model, content: Uint8Array): Promise<void>;
}

/** The models that the user has added to those of heimdex. */
export interface UserModels {
  /** Adds models to the user's manifest; none of them is in it. */
  add(models: readonly Model[]): Promise<void>;
}
