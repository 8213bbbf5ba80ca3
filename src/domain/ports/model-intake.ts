import type { Model, ModelFile } from '../manifest/schema.ts';

/** Where pulled files come in: they become part of the store only when they are whole and have the right digest. */
export interface ModelIntake {
  /** Bytes that may still be written on the disk of the store. */
  freeBytes(): Promise<number>;
  /** Bytes of a file that an unfinished pull has left. */
  keptBytes(model: Model, file: ModelFile): Promise<number>;
  /**
   * Begins the part of a file, of which nothing is there, as a clone of a file elsewhere: the file system lets both
   * share their blocks until one is written. Under the model's pull lock, before `openPart`.
   *
   * @param from absolute path
   * @returns whether there is such a clone; where not, nothing has changed
   */
  clonePart(model: Model, file: ModelFile, from: string): Promise<boolean>;
  /**
   * Opens what there is of a file, or an empty part. One opener at a time: the caller holds the model's pull lock.
   *
   * @throws HeimdexError `disk`, `disk-full`
   */
  openPart(model: Model, file: ModelFile): Promise<PartFile>;
  /**
   * Takes a file of the store away again that no manifest names.
   *
   * @throws HeimdexError `disk`
   */
  withdraw(model: Model, file: ModelFile): Promise<void>;
}

/** A file on its way. All its operations throw HeimdexError `disk` or `disk-full` where the disk fails. */
export interface PartFile {
  /** Bytes there are. */
  readonly bytes: number;
  /** When this settles, the chunk's memory is the caller's again. */
  append(chunk: Uint8Array): Promise<void>;
  /** The same for a chunk that is lent as `Incoming` says: its memory is still read while the next ones come. */
  appendLent(chunk: Uint8Array): Promise<void>;
  /** Forgets all bytes. */
  reset(): Promise<void>;
  /** The digest of all bytes, hex, by the algorithm that the manifest uses for this file. */
  digest(): Promise<string>;
  /**
   * Makes it a file of the store, read-only and safe on disk. Only after `digest` gave what the manifest states.
   *
   * @returns the absolute path at which a file is kept that lay in its place, and did not fit
   */
  publish(): Promise<string | undefined>;
  /** Closes it and removes what there is. */
  discard(): Promise<void>;
  /** Closes it and keeps what there is for a later pull; after `publish` and `discard` it does nothing. */
  close(): Promise<void>;
}
