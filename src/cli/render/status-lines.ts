import type { StalePlace } from '../../app/list-stale.ts';
import type { StaleReason } from '../../domain/find-stale.ts';
import { formatBytes } from '../../domain/format-bytes.ts';
import type { LibraryStatus } from '../../domain/ports/library.ts';
import { printable } from '../../domain/printable.ts';
import { toSeconds } from '../../domain/time.ts';
import { counted } from './counted.ts';
import { formatLength } from './format-length.ts';

type IsOnline = (volume: { identity: string; mountPath: string }) => boolean;

export interface ShownStatus extends LibraryStatus {
  /** The library's file. */
  readonly library: string;
  readonly bytes: number;
  readonly stale: readonly StalePlace[];
}

/** Why something is stale, behind the number of files. */
const WORDS: Readonly<Record<StaleReason, string>> = {
  'not-indexed': 'found, but not indexed yet',
  failed: 'failed',
  'other-model': 'indexed with another model than most',
  'other-parameters': 'indexed by an older heimdex, in another way than now',
};

/** What a library holds, for people; `all` names every stale file. */
export function statusLines(status: ShownStatus, isOnline: IsOnline, all: boolean): string[] {
  const held = [counted(status.shots, 'shot'), counted(status.frames, 'frame')];
  if (status.segments > 0) held.push(`${counted(status.segments, 'segment')} of speech`);
  if (status.faces > 0) held.push(counted(status.faces, 'face'));
  if (status.people > 0) held.push(status.people === 1 ? '1 person' : `${status.people} people`);
  const lines = [
    `library: ${printable(status.library)}, ${formatBytes(status.bytes)}`,
    `${videosAndFiles(status)}, ${formatLength(toSeconds(status.duration))}, ${held.join(', ')}`,
  ];
  for (const volume of status.volumes) {
    const state = isOnline(volume) ? 'online' : 'offline';
    lines.push(
      `volume ${printable(volume.label)}: ${videosAndFiles(volume)}, ${state} at ${printable(volume.mountPath)}`,
    );
  }
  for (const space of status.spaces) {
    lines.push(
      `model ${printable(space.model)} at ${space.revision.slice(0, 7)}: ${counted(space.vectors, 'vector')} of ${space.dimension}, ${formatBytes(vectorBytes(space))}`,
    );
  }
  for (const [reason, words] of Object.entries(WORDS)) {
    const places = status.stale.filter((place) => place.reason === reason);
    if (places.length === 0) continue;
    const mending = reason === 'failed' ? '' : '; heimdex index FOLDER does them';
    lines.push(`stale: ${counted(places.length, 'file')} ${words}${mending}`);
    if (all) lines.push(...places.map(({ path }) => `  ${printable(path)}`));
  }
  for (const failure of status.failures)
    lines.push(`problem: ${printable(failure.path)}: ${printable(failure.message)}`);
  return lines;
}

/** The JSON form, docs/cli.md "status". */
export function statusDocument(status: ShownStatus, isOnline: IsOnline): unknown {
  return {
    schema: 'heimdex.status/1',
    library: status.library,
    bytes: status.bytes,
    identity: status.identity,
    videos: status.videos,
    files: status.files,
    seconds: toSeconds(status.duration),
    shots: status.shots,
    frames: status.frames,
    segments: status.segments,
    faces: status.faces,
    people: status.people,
    volumes: status.volumes.map((volume) => ({ ...volume, online: isOnline(volume) })),
    spaces: status.spaces.map((space) => {
      const { model, revision, dimension, vectors, holds } = space;
      return { model, revision, holds, dimension, vectors, bytes: vectorBytes(space) };
    }),
    stale: status.stale,
    problems: status.failures,
  };
}

/** Copies are files of one video. */
function videosAndFiles({ videos, files }: { videos: number; files: number }): string {
  return counted(videos, 'video') + (files > videos ? ` in ${counted(files, 'file')}` : '');
}

/** Numbers of four bytes. */
function vectorBytes({ vectors, dimension }: { vectors: number; dimension: number }): number {
  return vectors * dimension * 4;
}
