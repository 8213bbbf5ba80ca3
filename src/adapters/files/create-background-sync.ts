import type { FileHandle } from 'node:fs/promises';

/** After so many written bytes the disk is told to begin: the end of a large file need not wait for all of it. */
const SYNC_BYTES = 64 * 1024 * 1024;

export interface BackgroundSync {
  /** So many bytes more have been written. Waits where the disk is far behind, else returns at once; may be called again
   * before it has. */
  wrote(bytes: number): Promise<void>;
  /** Settles when no sync is under way; throws the error of the one that failed, which no later sync tells again. */
  done(): Promise<void>;
}

/** Brings a growing file to the disk while it grows. */
export function createBackgroundSync(handle: FileHandle): BackgroundSync {
  let syncing: Promise<void> = Promise.resolve();
  let unsynced = 0;
  return {
    async wrote(bytes) {
      unsynced += bytes;
      if (unsynced < SYNC_BYTES) return;
      await syncing;
      // Another caller, who waited as well, has begun the next: it must not be begun twice, or one's error were lost.
      if (unsynced < SYNC_BYTES) return;
      unsynced = 0;
      syncing = handle.datasync();
      // Whoever writes next, or publishes, sees the error.
      syncing.catch(() => {});
    },
    done: () => syncing,
  };
}
