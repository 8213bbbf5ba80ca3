import { expect, it } from 'vitest';
import { absolutePath, placeOn } from '../../src/domain/video.ts';

const volume = (mountPath: string) => ({ identity: 'uuid:1', label: 'x', mountPath });

it.each([
  ['/', '/home/a.mp4', 'home/a.mp4'],
  ['/media/disk', '/media/disk/a/b.mp4', 'a/b.mp4'],
  ['/', '/home/back\\slash.mp4', 'home/back\\slash.mp4'],
  ['C:\\', 'C:\\videos\\a.mp4', 'videos/a.mp4'],
  ['\\\\nas\\films', '\\\\nas\\films\\a\\b.mp4', 'a/b.mp4'],
])('on the volume at %s the file %s has the place %s', (mountPath, path, place) => {
  expect(placeOn(volume(mountPath), path).path).toBe(place);
});

it('a place leads back to its file', () => {
  for (const path of ['/home/a.mp4', '/home/back\\slash.mp4', '/a b/노을.mp4']) {
    expect(absolutePath('/', placeOn(volume('/'), path).path)).toBe(path);
  }
});
