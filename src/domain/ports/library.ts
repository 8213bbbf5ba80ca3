import type { EmbeddedFrame } from '../frame.ts';
import type { FrameHit } from '../moments.ts';
import type { VideoStretch } from '../overlaps.ts';
import type { Shot } from '../shot.ts';
import type { Space, SpaceIdentity } from '../space.ts';
import type { Stage } from '../stages.ts';
import type { Microseconds } from '../time.ts';
import type { UnitVector } from '../vector.ts';
import type { Fingerprint, FoundFile, Place, VideoFacts, Volume } from '../video.ts';

/** How a stage ended for a video: `partial` keeps what was readable of a damaged file. */
export type StageState = 'done' | 'partial' | 'failed';

export interface StageRun {
  readonly state: StageState;
  /** Error code and sentence; present unless done. */
  readonly code?: string;
  readonly message?: string;
}

/** A stage with the parameters it runs with: another model or another sampling is another run. */
export interface StageKey {
  readonly stage: Stage;
  readonly parameters: string;
}

export interface StoredPlace {
  readonly id: number;
  readonly video: number;
  readonly volume: string;
  readonly path: string;
  readonly bytes: number;
  readonly modifiedNs: bigint;
  readonly inode: bigint;
}

/** One writer at a time, from the beginning of its run to its end; readers are not concerned. */
export interface LibraryLock {
  /**
   * Waits for the lock of a library; returns what gives it back. The system takes it back from a process that dies.
   *
   * @param onWait told once if another process has it, with its id where that is known
   * @throws HeimdexError `busy` after the limit, `interrupted`, `disk`
   */
  acquire(
    library: string,
    options: {
      readonly signal: AbortSignal;
      readonly limitMs: number;
      readonly onWait: (processId: number | undefined) => void;
    },
  ): Promise<() => void>;
}

/** Which contents the library knows, and where they lie. */
export interface VideoStore {
  findPlace(place: Place): StoredPlace | undefined;
  findByFingerprint(
    fingerprint: Fingerprint,
  ): { readonly video: number; readonly places: readonly StoredPlace[] } | undefined;
  /** Adds a content that is not in the library yet. */
  addVideo(fingerprint: Fingerprint): number;
  /** Says that a place holds this content now, whatever it held before. */
  putPlace(place: Place, file: FoundFile, video: number): void;
  removePlace(id: number): void;
  /** All places of a content. */
  placesOf(video: number): readonly StoredPlace[];
  /** Places below a folder of a volume; all of the volume's where the folder is "". */
  placesBelow(volume: Volume, folder: string): readonly StoredPlace[];
  /** Every volume with the number of places on it. */
  volumes(): readonly (Volume & { readonly places: number })[];
  /** Removes contents that have no place left, with all that hangs on them; returns how many. */
  removeUnplaced(): number;
  putFacts(video: number, facts: VideoFacts): void;
  stageRun(video: number, key: StageKey): StageRun | undefined;
  /** Its runs with whatever parameters. */
  stageRuns(video: number, stage: Stage): readonly (StageRun & { readonly parameters: string })[];
  /** Records a stage that had nothing to do. */
  putDone(video: number, key: StageKey): void;
  /** Records a stage that failed and brought no rows. */
  putFailure(video: number, key: StageKey, failure: { code: string; message: string }): void;
}

/** Where the frames of one video go. Rows become visible only with `commit`, in one transaction with the ledger. */
export interface FrameWriter {
  /** @throws RangeError where a vector is not of the space's dimension; the whole batch is refused */
  add(frames: readonly EmbeddedFrame[]): void;
  /** In any order, each with a start of its own. */
  addShots(shots: readonly Shot[]): void;
  /** Replaces what the stage had stored of this video before. */
  commit(run: StageRun): void;
  /** Forgets what was added. Harmless after `commit`. */
  discard(): void;
}

export interface FrameStore {
  /** The space of frames with this identity, made where it is missing. */
  ensureSpace(identity: SpaceIdentity): Space;
  writer(video: number, space: Space, key: StageKey): FrameWriter;
  /**
   * Does one piece, at most some seconds long, of what makes a large library quick to search: called again and again until
   * there is nothing more to do. A search finds the same before, in more time.
   *
   * @returns whether there may be more to do
   */
  renewCodes(): boolean;
}

/** A place as a result shows it. */
export interface PlaceFacts {
  readonly volume: string;
  readonly volumeLabel: string;
  readonly mountPath: string;
  readonly path: string;
}

/** When a video was recorded and how long it is. */
export interface VideoTimes {
  /** Since 1970 in UTC. Where its file does not say, the earliest modification time of its places. */
  readonly recorded: Microseconds;
  /** 0 of a photo, and before it was probed. */
  readonly duration: Microseconds;
}

export interface VideoFilter {
  /** Only these videos; undefined for all. */
  readonly videos?: readonly number[];
}

/** Which frames are looked at. */
export interface FrameFilter extends VideoFilter {
  /** Only frames in one of these stretches. */
  readonly within?: readonly VideoStretch[];
  /** No frame in one of these. */
  readonly without?: readonly VideoStretch[];
}

export interface SearchStore {
  /** Spaces of frames. */
  spaces(): readonly Space[];
  /** The k frames nearest to a vector by cosine, best first. */
  nearest(space: Space, vector: UnitVector, k: number, filter: FrameFilter): FrameHit[];
  /** Vectors of a space spread evenly over its frames, so many at most. */
  sample(space: Space, count: number): UnitVector[];
  /** The perceptual hash of the frame of a video whose time is nearest; undefined where it has none. */
  hashAt(video: number, time: Microseconds): bigint | undefined;
  vectorOf(space: Space, frame: number): UnitVector;
  /** All places of each video, by video. */
  places(): ReadonlyMap<number, readonly PlaceFacts[]>;
  /** Of each video that has a place, by video. */
  times(): ReadonlyMap<number, VideoTimes>;
}

export interface LibraryStatus {
  readonly identity: string;
  /** Contents; a copy is none of its own. */
  readonly videos: number;
  /** Places where they lie. */
  readonly files: number;
  /** Sum of the videos' lengths. */
  readonly duration: Microseconds;
  readonly shots: number;
  readonly frames: number;
  /** Stretches of transcript. */
  readonly segments: number;
  /** Faces, each counted once for each shot that it is in. */
  readonly faces: number;
  readonly people: number;
  readonly volumes: readonly {
    identity: string;
    label: string;
    mountPath: string;
    videos: number;
    files: number;
  }[];
  readonly spaces: readonly Space[];
  readonly failures: readonly { path: string; code: string; message: string }[];
}

export interface StatusStore {
  /** Number of videos that a stage has gone through. */
  indexedVideos(): number;
  status(): LibraryStatus;
}

/** Something in a library that is not as it was written. */
export interface LibraryFault {
  readonly kind: 'header' | 'structure' | 'reference' | 'count' | 'checksum';
  /** What is wrong, with what was expected. */
  readonly message: string;
  /** Where a file with the content lies, as the library says; undefined where no one video is concerned. */
  readonly path?: string;
}

/** Reads everything that a library holds, and changes nothing. */
export interface LibraryChecker {
  /** Structure, references and counts of the whole file, and the rows that belong to no video. */
  checkWhole(): LibraryFault[];
  videos(): readonly number[];
  /** Holds all rows of a video against their checksums. */
  checkVideo(video: number): Promise<LibraryFault[]>;
}
