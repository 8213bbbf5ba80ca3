import { HeimdexError } from '../domain/errors.ts';
import type { PlacedStretch } from '../domain/evaluation/is-relevant.ts';
import type { LabelledQuery } from '../domain/evaluation/labelled-query.ts';
import type { PlaceFacts } from '../domain/ports/library.ts';
import type { Volumes } from '../domain/ports/video-walker.ts';
import { absolutePath } from '../domain/video.ts';

/** A query with what is expected, found in a library. */
export interface PlacedQuery extends Omit<LabelledQuery, 'expect'> {
  readonly expect: readonly (LabelledQuery['expect'][number] & PlacedStretch)[];
}

/**
 * Finds the videos that queries name, each with all its places: a copy is the same video.
 *
 * @param name what the file with the queries is called
 * @throws HeimdexError `usage` where the library has no such video, or several
 */
export function placeExpected(
  queries: readonly LabelledQuery[],
  name: string,
  places: ReadonlyMap<number, readonly PlaceFacts[]>,
  volumes: Volumes,
): PlacedQuery[] {
  const all = [...places.values()].map((list) =>
    list.map(({ volume, mountPath, path }) =>
      absolutePath(volumes.mountPathOf({ identity: volume, mountPath }) ?? mountPath, path),
    ),
  );
  const known = new Map<string, ReadonlySet<string>>();
  const pathsOf = (video: string, line: number): ReadonlySet<string> => {
    const earlier = known.get(video);
    if (earlier !== undefined) return earlier;
    const fitting = all.filter((paths) => paths.some((path) => path === video || path.endsWith(`/${video}`)));
    if (fitting.length !== 1) throw notOne(`${name}:${line}`, video, fitting);
    const paths = new Set(fitting[0]);
    known.set(video, paths);
    return paths;
  };
  return queries.map((query) => ({
    ...query,
    expect: query.expect.map((stretch) => ({ ...stretch, paths: pathsOf(stretch.video, query.line) })),
  }));
}

function notOne(place: string, video: string, fitting: readonly (readonly string[])[]): HeimdexError {
  if (fitting.length === 0) {
    return new HeimdexError('usage', `${place}: the library has no video ${video}`, {
      hint: 'index it (heimdex index FOLDER), or name the library that has it with --db FILE',
    });
  }
  const paths = fitting.slice(0, 3).map((some) => some[0]);
  return new HeimdexError('usage', `${place}: ${video} fits several videos: ${paths.join(', ')}`, {
    hint: 'write more of the path',
  });
}
