import type { StoredPlace, VideoStore } from '../domain/ports/library.ts';
import type { Fingerprint, Place } from '../domain/video.ts';

/**
 * A store that reads from another and keeps what is written to itself, so that a run can be gone through with nothing
 * done: later steps see what earlier ones would have changed.
 */
export function rehearse(videos: VideoStore): VideoStore {
  const removed = new Set<number>();
  const put = new Map<string, StoredPlace>();
  const added = new Map<string, number>();
  // Below zero: no number of a row.
  let nextId = -1;
  const keyOf = ({ volume, path }: Place) => `${volume.identity}\n${path}`;
  const digestOf = ({ bytes, digest }: Fingerprint) => `${bytes} ${digest.join()}`;
  const isLeft = (place: StoredPlace) => !removed.has(place.id) && !put.has(`${place.volume}\n${place.path}`);
  const putAt = (holds: (place: StoredPlace) => boolean) => [...put.values()].filter(holds);
  return {
    findPlace(place) {
      const stored = put.get(keyOf(place)) ?? videos.findPlace(place);
      return stored === undefined || removed.has(stored.id) ? undefined : stored;
    },
    findByFingerprint(fingerprint) {
      const known = videos.findByFingerprint(fingerprint);
      const video = known?.video ?? added.get(digestOf(fingerprint));
      if (video === undefined) return undefined;
      const places = [...(known?.places ?? []).filter(isLeft), ...putAt((place) => place.video === video)];
      return { video, places };
    },
    addVideo(fingerprint) {
      added.set(digestOf(fingerprint), nextId);
      return nextId--;
    },
    putPlace(place, file, video) {
      const { bytes, modifiedNs, inode } = file;
      const { identity: volume } = place.volume;
      put.set(keyOf(place), { id: nextId--, video, volume, path: place.path, bytes, modifiedNs, inode });
    },
    removePlace: (id) => void removed.add(id),
    placesOf: (video) => [
      ...(video < 0 ? [] : videos.placesOf(video).filter(isLeft)),
      ...putAt((place) => place.video === video),
    ],
    placesBelow: (volume, folder) => videos.placesBelow(volume, folder).filter(isLeft),
    volumes: () => videos.volumes(),
    removeUnplaced: () => 0,
    putFacts() {},
    // What was added would have been done by then.
    stageRun: (video, key) => (video < 0 ? { state: 'done' } : videos.stageRun(video, key)),
    stageRuns: (video, stage) => (video < 0 ? [] : videos.stageRuns(video, stage)),
    putDone() {},
    putFailure() {},
  };
}
