import type { Microseconds } from './time.ts';

/** A file system that videos lie on, recognised again wherever it is mounted. */
export interface Volume {
  /** What stays the same from mount to mount, such as the file system's UUID. */
  readonly identity: string;
  /** A name for people. */
  readonly label: string;
  /** Where it is mounted now. Absolute. */
  readonly mountPath: string;
}

/** A file that the walker found. */
export interface FoundFile {
  /** Text, whatever its bytes are: see system-path.ts. */
  readonly absolutePath: string;
  readonly bytes: number;
  readonly modifiedNs: bigint;
  readonly inode: bigint;
}

/** A file's place in the world: on which volume, at which path below its mount point. */
export interface Place {
  readonly volume: Volume;
  /** Relative to the mount point, with "/" between names. */
  readonly path: string;
}

/** A content's identity: its size and a digest of head, middle and tail. */
export interface Fingerprint {
  readonly bytes: number;
  readonly digest: Uint8Array;
}

/** What the container says of a video's first picture track; of a photo or of sound alone see `kindOf`. */
export interface VideoFacts {
  readonly container: string;
  readonly codec: string;
  /** As shown: after rotation and with square pixels, in pixels. 0 where there is sound alone. */
  readonly width: number;
  readonly height: number;
  /** 0 of a photo. */
  readonly duration: Microseconds;
  /** The container's start time; frames' times count from the same zero. */
  readonly start: Microseconds;
  /** Average frames a second; 0 where the container does not say. */
  readonly frameRate: number;
  readonly hasAudio: boolean;
  /** How brightness is coded: `pq` (SMPTE ST 2084) and `hlg` (ARIB STD-B67) are HDR. */
  readonly dynamicRange: 'sdr' | 'pq' | 'hlg';
  /** Whether each picture holds two fields of different moments. */
  readonly interlaced: boolean;
  /** When it was recorded, as the file says, since 1970 in UTC; absent where it does not say, or not believably. */
  readonly recorded?: Microseconds;
}

/** Why a walked entry is not indexed. */
export type SkipReason =
  | 'hidden'
  | 'system-junk'
  | 'link'
  | 'special'
  | 'loop'
  | 'not-a-video'
  | 'empty'
  | 'unreadable'
  | 'no-picture';

/** A drive letter or a network share: only there does a backslash part names; elsewhere it is a letter like others. */
const WINDOWS_ROOT = /^(?:[A-Za-z]:[\\/]|\\\\)/;

/** The place of a file on its volume. Both paths are absolute; the file lies below the mount point. */
export function placeOn(volume: Volume, absolutePath: string): Place {
  const rest = absolutePath.slice(volume.mountPath.length);
  const names = rest.split(WINDOWS_ROOT.test(volume.mountPath) ? /[\\/]/ : '/');
  return { volume, path: names.filter(Boolean).join('/') };
}

/** The absolute path of a place below the mount point its volume has now. */
export function absolutePath(mountPath: string, path: string): string {
  return `${mountPath.replace(/\/$/, '')}/${path}`;
}
