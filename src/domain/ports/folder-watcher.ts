/** Tells when something changes in folders. A hint, no more: what has changed is found by looking. */
export interface FolderWatcher {
  /**
   * Watches folders with all below them, or single files, until `stop`.
   *
   * @param onChange told the folder in which something has come, gone or been written to
   * @param onTrouble told a reason for which changes may be missed
   */
  watch(
    roots: readonly string[],
    onChange: (folder: string) => void,
    onTrouble: (reason: string) => void,
  ): Promise<{ stop(): void }>;
}
