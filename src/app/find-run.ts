import type { StageKey, StageRun, VideoStore } from '../domain/ports/library.ts';
import type { SidecarStamps } from '../domain/ports/speech.ts';
import type { Volumes } from '../domain/ports/video-walker.ts';
import { absolutePath } from '../domain/video.ts';
import { keyForFile, withoutSidecars } from './key-for-file.ts';

export interface FindRunDependencies {
  readonly volumes: Volumes;
  readonly videos: VideoStore;
  readonly sidecars: SidecarStamps;
}

/**
 * How a stage has ended for a content, as seen from a file that holds it; undefined where it has to run for this file.
 * Where the content lies at several places with different subtitle files, those that were read hold as long as they are
 * there, or nobody can tell; else the file with some has its turn before the one without.
 */
export async function findRun(
  key: StageKey,
  video: number,
  path: string,
  { volumes, videos, sidecars }: FindRunDependencies,
): Promise<StageRun | undefined> {
  const own = await keyForFile(key, path, sidecars);
  const run = videos.stageRun(video, own);
  if (run !== undefined) return run;
  const recorded = videos
    .stageRuns(video, key.stage)
    .find(({ state, parameters }) => state !== 'failed' && withoutSidecars(parameters) === key.parameters);
  // None were read, and now there are some.
  if (recorded === undefined || recorded.parameters === key.parameters) return undefined;
  const mounted = new Map(videos.volumes().map((volume) => [volume.identity, volumes.mountPathOf(volume)]));
  for (const place of videos.placesOf(video)) {
    const mountPath = mounted.get(place.volume);
    if (mountPath === undefined) return recorded;
    const other = absolutePath(mountPath, place.path);
    if (other === path) continue;
    const there = await keyForFile(key, other, sidecars);
    if (there.parameters === recorded.parameters) return recorded;
    if (own.parameters === key.parameters && there.parameters !== key.parameters) return recorded;
  }
  return undefined;
}
