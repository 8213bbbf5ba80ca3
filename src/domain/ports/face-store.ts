import type { Shot } from '../shot.ts';
import type { Space, SpaceIdentity } from '../space.ts';
import type { Microseconds } from '../time.ts';
import type { Track } from '../track.ts';
import type { StageKey, StageRun } from './library.ts';

/** Where the faces of one video go. Rows become visible only with `commit`, in one transaction with the ledger. */
export interface FaceWriter {
  /** @throws RangeError where a vector is not of the space's dimension, or there is no space for it */
  add(tracks: readonly Track[]): void;
  /**
   * Replaces all faces of this video. A track that shows what an earlier one showed belongs to the same person as that;
   * one that the user has had forgotten is left out.
   *
   * @returns how many tracks are kept
   */
  commit(run: StageRun): number;
  /** Forgets what was added. Harmless after `commit`. */
  discard(): void;
}

export interface FaceStore {
  /** The space of tracks with this identity, made where it is missing. */
  ensureSpace(identity: SpaceIdentity): Space;
  /** @param space undefined where no model makes vectors */
  writer(video: number, space: Space | undefined, key: StageKey): FaceWriter;
  /** When the frames are that were chosen of a video, and its shots, both in order of time; none where it was not gone through. */
  chosen(video: number): { readonly times: readonly Microseconds[]; readonly shots: readonly Shot[] };
}
