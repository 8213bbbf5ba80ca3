import type { StageKey, StageRun, StoredPlace, VideoStore } from '../domain/ports/library.ts';
import type { Fingerprinter } from '../domain/ports/media.ts';
import type { VideoWalker } from '../domain/ports/video-walker.ts';
import type { Stage } from '../domain/stages.ts';
import {
  type Fingerprint,
  type FoundFile,
  type Place,
  placeOn,
  type SkipReason,
  type Volume,
} from '../domain/video.ts';
import { type FindRunDependencies, findRun } from './find-run.ts';
import { hasLeft } from './has-left.ts';

/** Some stages have to run: for a content that the library knows, or for one that it has not seen. */
export type Work =
  | {
      readonly kind: 'known';
      readonly reason: 'not-done' | 'again';
      readonly file: FoundFile;
      readonly stages: readonly StageKey[];
      readonly video: number;
    }
  | {
      readonly kind: 'new';
      readonly reason: 'new' | 'changed';
      readonly file: FoundFile;
      readonly stages: readonly StageKey[];
      readonly place: Place;
      readonly fingerprint: Fingerprint;
    };

/** What is to be done about a file that was found. */
export type Finding =
  /** Its content is in the library and the stages have run; a partial run says so again. */
  | {
      readonly kind: 'unchanged' | 'moved' | 'copied';
      readonly file: FoundFile;
      readonly runs: readonly StageRun[];
    }
  | Work
  | { readonly kind: 'failed'; readonly file: FoundFile; readonly error: unknown }
  | { readonly kind: 'skipped'; readonly path: string; readonly reason: SkipReason };

export function isWork(finding: Finding): finding is Work {
  return finding.kind === 'known' || finding.kind === 'new';
}

/** What is wanted of every file. */
export interface WantedStages {
  readonly stages: readonly StageKey[];
  /** Those that run again where they have run. */
  readonly reindex: readonly Stage[];
}

export interface FindDependencies extends FindRunDependencies {
  readonly walker: VideoWalker;
  readonly fingerprinter: Fingerprinter;
}

/**
 * Walks the roots and compares each file with the library. New places of known contents are recorded at once; new
 * contents only when their turn comes, so that a first walk over a large disk writes nothing.
 */
export async function* findWork(
  roots: readonly string[],
  wanted: WantedStages,
  dependencies: FindDependencies,
  signal: AbortSignal,
): AsyncGenerator<Finding> {
  const seen = new Set<string>();
  for (const root of roots) {
    for await (const entry of dependencies.walker.walk(root, signal)) {
      if (entry.kind === 'skipped') {
        yield entry;
        continue;
      }
      // Roots may overlap: a file is looked at once.
      if (seen.has(entry.file.absolutePath)) continue;
      seen.add(entry.file.absolutePath);
      try {
        yield await compare(entry.file, wanted, dependencies);
      } catch (error) {
        yield { kind: 'failed', file: entry.file, error };
      }
    }
  }
}

async function compare(
  file: FoundFile,
  { stages, reindex }: WantedStages,
  dependencies: FindDependencies,
): Promise<Finding> {
  const { videos, volumes, fingerprinter } = dependencies;
  const place = placeOn(volumes.of(file.absolutePath), file.absolutePath);
  const stored = videos.findPlace(place);
  const settle = async (kind: 'unchanged' | 'moved' | 'copied', video: number): Promise<Finding> => {
    const runs: (StageRun | undefined)[] = [];
    for (const stage of stages) runs.push(await findRun(stage, video, file.absolutePath, dependencies));
    const isMissing = (at: number) => runs[at] === undefined || runs[at].state === 'failed';
    const due = stages.filter(({ stage }, at) => isMissing(at) || reindex.includes(stage));
    if (due.length === 0) return { kind, file, runs: runs.filter((run) => run !== undefined) };
    const reason = stages.some((_, at) => isMissing(at)) ? 'not-done' : 'again';
    return { kind: 'known', reason, file, stages: due, video };
  };
  if (stored !== undefined && isSameFile(stored, file)) return settle('unchanged', stored.video);
  const fingerprint = await fingerprinter.fingerprint(file);
  const known = videos.findByFingerprint(fingerprint);
  if (known === undefined)
    return {
      kind: 'new',
      reason: stored === undefined ? 'new' : 'changed',
      file,
      stages,
      place,
      fingerprint,
    };
  if (stored?.video === known.video) {
    // Touched, or copied over with the same content.
    videos.putPlace(place, file, known.video);
    return settle('unchanged', known.video);
  }
  const left = await findLeftPlace(known.places, dependencies);
  if (left !== undefined) videos.removePlace(left.id);
  videos.putPlace(place, file, known.video);
  return settle(left === undefined ? 'copied' : 'moved', known.video);
}

function isSameFile(stored: StoredPlace, file: FoundFile): boolean {
  return stored.bytes === file.bytes && stored.modifiedNs === file.modifiedNs && stored.inode === file.inode;
}

/** A place that this content has left: the file was moved. */
async function findLeftPlace(
  places: readonly StoredPlace[],
  dependencies: FindDependencies,
): Promise<StoredPlace | undefined> {
  const byIdentity = new Map(dependencies.videos.volumes().map((volume) => [volume.identity, volume]));
  for (const place of places) {
    const volume = byIdentity.get(place.volume);
    if (volume !== undefined && (await hasLeft(place, volume, dependencies))) return place;
  }
  return undefined;
}

/**
 * Forgets places below the walked folders at which nothing lies any more although their volume is mounted.
 * Returns how many. What lies on volumes that are not mounted is offline and stays.
 */
export async function forgetGonePlaces(
  roots: readonly string[],
  dependencies: FindDependencies,
): Promise<number> {
  const { volumes, videos } = dependencies;
  let gone = 0;
  for (const volume of videos.volumes()) {
    const mountPath = volumes.mountPathOf(volume);
    if (mountPath === undefined) continue;
    for (const root of roots) {
      for (const place of placesUnder(root, { ...volume, mountPath }, videos)) {
        if (!(await hasLeft(place, volume, dependencies))) continue;
        videos.removePlace(place.id);
        gone++;
      }
    }
  }
  return gone;
}

function placesUnder(root: string, volume: Volume, videos: VideoStore): readonly StoredPlace[] {
  const prefix = (folder: string) => (folder.endsWith('/') ? folder : `${folder}/`);
  if (prefix(root).startsWith(prefix(volume.mountPath)))
    return videos.placesBelow(volume, placeOn(volume, root).path);
  if (prefix(volume.mountPath).startsWith(prefix(root))) return videos.placesBelow(volume, '');
  return [];
}
