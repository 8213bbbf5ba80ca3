import type { Manifest } from '../manifest/schema.ts';

/** The user's own manifest, in which added models stand. */
export interface UserManifest {
  /** Absolute. */
  readonly path: string;
  /** The user's entries alone; none where there is no manifest yet. Throws `manifest-invalid`, `disk`. */
  read(): Promise<Manifest>;
  /**
   * Puts entries in, each in the place of one of the same key or behind all others, and leaves the rest as it is. The
   * new file takes the old one's place at once. Others must be kept from doing the same meanwhile.
   *
   * @throws HeimdexError `manifest-invalid`, `disk`, `disk-full`
   */
  put(entries: Readonly<Record<string, object>>): Promise<void>;
}
