import type { Digest } from '../manifest/digest-of.ts';
import type { Model, ModelFile } from '../manifest/schema.ts';

/** What is known of one file of a model on this machine. */
export type FileState = 'ok' | 'missing' | 'size' | 'hash';

export interface FileReport {
  readonly file: ModelFile;
  readonly state: FileState;
  /** Size or digest that was expected and found, in words; present where the state is `size` or `hash`. */
  readonly expected?: string;
  readonly actual?: string;
}

export interface FileCheck {
  /** A file whose size, modification time and inode are those of the last full check is not read again. */
  readonly quick: boolean;
  readonly signal: AbortSignal;
  /** Called while a file is read, with the bytes read since the last call. */
  readonly onBytes?: (bytes: number) => void;
}

/** The place of a model's files, whatever its source: the home folder, or the package for bundled ones. */
export interface ModelStore {
  /** The folder that holds a model's files, whether it is there or not. Absolute. */
  folderOf(model: Model): string;
  /** Checks one file: size, then digest. */
  checkFile(model: Model, file: ModelFile, check: FileCheck): Promise<FileReport>;
  /**
   * What can be told of a file without reading it: its size, and the digest that the last full check found if the
   * file has not been touched since. A file of the right size that was never checked counts as ok.
   */
  glanceFile(model: Model, file: ModelFile): Promise<FileReport>;
  /** Paths in the model's folder that the manifest does not name, sorted; a part of an unfinished pull is none. */
  extraFiles(model: Model): Promise<string[]>;
  /**
   * Makes sure that a model may be used: every file is there and fits the quick record, or its digest where the
   * record does not fit, and no graph takes weights from elsewhere.
   *
   * @throws HeimdexError `model-missing`, `model-damaged`, each with the command that mends it
   */
  open(model: Model, signal: AbortSignal): Promise<OpenedModel>;
}

/** Where a compiled form of a tokenizer may be kept between runs, whether anything is there or not. */
export interface TokenizerPlace {
  /** Absolute. */
  readonly path: string;
  /** Of the tokenizer that it must have been made from. */
  readonly digest: Digest;
}

export interface OpenedModel {
  readonly model: Model;
  /** The absolute path of one of the model's files, by its path in the manifest. */
  pathOf(path: string): string;
  /** Where a compiled form of the model's tokenizer belongs, by the tokenizer's path in the manifest. */
  tokenizerPlace(path: string): TokenizerPlace;
  /**
   * Makes sure that no file of the model has been touched or replaced since it was opened. To be called when all that
   * reads them has read them: only then is it known that what was loaded is what was checked.
   *
   * @throws HeimdexError `model-damaged`
   */
  confirm(): Promise<void>;
}
