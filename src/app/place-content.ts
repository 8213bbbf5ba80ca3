import type { VideoStore } from '../domain/ports/library.ts';
import type { Work } from './find-work.ts';

/** The library's number of a content, which is added where it is new; its place is recorded. */
export function placeContent(work: Work, videos: VideoStore): number {
  if (work.kind === 'known') return work.video;
  const video = videos.findByFingerprint(work.fingerprint)?.video ?? videos.addVideo(work.fingerprint);
  videos.putPlace(work.place, work.file, video);
  return video;
}
