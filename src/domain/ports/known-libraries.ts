/** A revision of a model. */
export interface ModelRevision {
  readonly key: string;
  readonly revision: string;
}

/** A library that an index run has written, with the models that it needs. */
export interface KnownLibrary {
  /** Absolute path of the library file. */
  readonly path: string;
  readonly models: readonly ModelRevision[];
}

/** The libraries that heimdex has written from this home, wherever they lie: they keep their models from being pruned. */
export interface KnownLibraries {
  /** @throws HeimdexError `config-invalid` where the list can't be made out, `disk` */
  all(): KnownLibrary[];
  /**
   * Adds a library, or brings what is known of it up to date. Where that can't be written down the library is as good
   * as before: no error.
   */
  remember(library: KnownLibrary): void;
  /** Takes libraries off the list. */
  forget(paths: readonly string[]): void;
  /**
   * `gone`: it is not where it was, and its folder is there with other things in it. `away`: its folder is not there,
   * or is empty as the place of a disk is that is not plugged in.
   */
  presence(path: string): 'here' | 'gone' | 'away';
}
