import { existsSync } from 'node:fs';
import { join } from 'node:path';

const hard = (frame) => ({ kind: 'cut', frame, from: frame, to: frame });

/** Real files as they are, and their cuts as seen by eye. The digest is the file's name: they never change. */
const FILES = [
  { name: 'big-buck-bunny-480p-30sec', width: 854, height: 480, truth: [285, 378, 553].map(hard) },
  { name: 'car-detection', width: 768, height: 432, truth: [] },
  { name: 'one-by-one-person-detection', width: 768, height: 432, truth: [] },
];

export function listRealFiles(media) {
  return FILES.map((video) => ({
    ...video,
    digest: video.name,
    file: join(media, 'video', `${video.name}.mp4`),
  })).filter(({ file }) => existsSync(file));
}
