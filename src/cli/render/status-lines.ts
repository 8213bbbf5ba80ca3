import type { LibraryStatus } from '../../domain/ports/library.ts';
import { printable } from '../../domain/printable.ts';
import { toSeconds } from '../../domain/time.ts';
import { counted } from './counted.ts';
import { formatLength } from './format-length.ts';

type IsOnline = (volume: { identity: string; mountPath: string }) => boolean;

/** What a library holds, for people. */
export function statusLines(status: LibraryStatus, library: string, isOnline: IsOnline): string[] {
  const lines = [
    `library: ${printable(library)}`,
    `${counted(status.videos, 'video')}, ${formatLength(toSeconds(status.duration))}, ${counted(status.shots, 'shot')}, ${counted(status.frames, 'frame')}`,
  ];
  for (const volume of status.volumes) {
    const state = isOnline(volume) ? 'online' : 'offline';
    lines.push(
      `volume ${printable(volume.label)}: ${counted(volume.videos, 'video')}, ${state} at ${printable(volume.mountPath)}`,
    );
  }
  for (const space of status.spaces) {
    lines.push(
      `model ${printable(space.model)} at ${space.revision.slice(0, 7)}: ${counted(space.vectors, 'vector')} of ${space.dimension}`,
    );
  }
  for (const failure of status.failures)
    lines.push(`problem: ${printable(failure.path)}: ${printable(failure.message)}`);
  return lines;
}

/** The JSON form, docs/cli.md "status". */
export function statusDocument(status: LibraryStatus, library: string, isOnline: IsOnline): unknown {
  return {
    schema: 'heimdex.status/1',
    library,
    identity: status.identity,
    videos: status.videos,
    seconds: toSeconds(status.duration),
    shots: status.shots,
    frames: status.frames,
    volumes: status.volumes.map((volume) => ({ ...volume, online: isOnline(volume) })),
    spaces: status.spaces.map(({ model, revision, dimension, vectors }) => ({
      model,
      revision,
      dimension,
      vectors,
    })),
    problems: status.failures,
  };
}
