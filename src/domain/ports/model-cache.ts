import type { ModelFile } from '../manifest/schema.ts';
import type { HubModel } from './model-source.ts';

/** A cache of models that another program keeps on this machine. It is only ever read. */
export interface ModelCache {
  /**
   * Looks for a file that can be taken instead of downloaded. It has the size that the manifest states; what is in it
   * nobody has looked at. What can't be read counts as not there.
   */
  find(model: HubModel, file: ModelFile): Promise<CachedFile | undefined>;
}

export interface CachedFile {
  /** Absolute, and no part of it is a link. */
  readonly path: string;
  /**
   * Its bytes from an offset to the end that the manifest states. A chunk holds until the next is asked for.
   *
   * @throws CacheUnreadable
   */
  read(from: number): AsyncIterable<Uint8Array>;
}

/** A file of the cache that was found, but can't be read to its end. */
export class CacheUnreadable extends Error {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = 'CacheUnreadable';
  }
}
