/** Something in the folder of the store that belongs to one model's name. */
export interface StoredThing {
  /** Relative to that folder, with "/". */
  readonly path: string;
  /** `other`: a link, a device: whatever is neither. */
  readonly kind: 'file' | 'folder' | 'other';
  readonly bytes: number;
  /** Time of the last modification, milliseconds since 1970. */
  readonly modified: number;
}

/** The store as it is on disk, whatever the manifest says. No link is followed. */
export interface ModelShelves {
  /** What lies in the folder of all models: the folders by name, and whatever else. Sorted. */
  names(): Promise<{ readonly folders: readonly string[]; readonly others: readonly string[] }>;
  /** All that lies below the folder of a name, sorted: a folder comes before what is in it. */
  things(name: string): Promise<StoredThing[]>;
  /**
   * Removes a file, a link itself, or a folder if it is empty.
   *
   * @throws HeimdexError `disk`
   */
  remove(name: string, thing: StoredThing): Promise<void>;
}
