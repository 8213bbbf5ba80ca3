/** A folder of the user's from which a model is brought in. Links in it are followed, to plain files only. */
export interface ModelFolder {
  /** Absolute. */
  readonly path: string;
  /**
   * Files in the folder and in the folders right below it.
   *
   * @throws HeimdexError `disk`, `usage` where there are far too many for a model
   */
  files(): Promise<FolderFile[]>;
  /** The absolute path of a file. */
  pathOf(path: string): string;
  /**
   * The text of a small file.
   *
   * @throws HeimdexError `disk`, `model-damaged` where it is too large
   */
  readText(path: string): Promise<string>;
  /**
   * The bytes of a file. It may end early or go on longer than `files` said, if somebody is writing to it.
   *
   * @throws HeimdexError `disk`, `interrupted`
   */
  read(path: string, signal: AbortSignal): AsyncIterable<Uint8Array>;
}

export interface FolderFile {
  /** Relative, with "/". */
  readonly path: string;
  readonly bytes: number;
}
