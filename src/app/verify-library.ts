import { throwIfInterrupted } from '../domain/errors.ts';
import type { LibraryChecker, LibraryFault } from '../domain/ports/library.ts';

export interface LibraryVerification {
  readonly videos: number;
  readonly faults: readonly LibraryFault[];
}

/** Holds a library against what was written: first the file as a whole, then each video's rows. */
export async function verifyLibrary(
  checker: LibraryChecker,
  onProgress: (checked: number, videos: number) => void,
  signal: AbortSignal,
): Promise<LibraryVerification> {
  const videos = checker.videos();
  onProgress(0, videos.length);
  const faults = checker.checkWhole();
  for (const [index, video] of videos.entries()) {
    throwIfInterrupted(signal);
    faults.push(...(await checker.checkVideo(video)));
    onProgress(index + 1, videos.length);
  }
  return { videos: videos.length, faults };
}
