import { expect, it } from 'vitest';
import type { ShownFrame } from '../../../src/app/show-frame.ts';
import type { Host } from '../../../src/cli/host.ts';
import { frameDocument, frameLines } from '../../../src/cli/render/frame-lines.ts';

const host = { cwd: '/', env: {}, platform: 'linux' } as unknown as Host;
const frame: ShownFrame = {
  time: 2_000_000,
  thumbnail: new Uint8Array(7),
  quality: { sharpness: 0.01234, brightness: 0.256, contrast: 0.1234, hash: 0xfn },
  shot: { start: 1_500_000, end: 4_000_000, transition: 'fade' },
  spaces: [],
  video: { duration: 9_000_000, width: 640, height: 360, codec: 'h264' },
  places: [],
};

it('tells shot and quality where they are known, in words and as JSON', () => {
  expect(frameLines(frame, host)).toEqual([
    'frame at 0:00:02.0 of 0:00:09.0',
    'picture: 640 × 360, h264',
    'shot: 0:00:01.5 – 0:00:04.0, begins with a fade',
    'quality: sharpness 0.012, brightness 26 %, contrast 0.12',
  ]);
  const first = { ...frame.shot!, transition: 'start' } as const;
  expect(frameLines({ ...frame, shot: first }, host)[2]).toBe('shot: 0:00:01.5 – 0:00:04.0, the first');
  expect(frameDocument(frame, 2_000_000, '/library.db')).toMatchObject({
    shot: { start: 1.5, end: 4, transition: 'fade' },
    quality: { sharpness: 0.01234, brightness: 0.256, contrast: 0.1234, hash: '000000000000000f' },
  });
  const bare = { ...frame, shot: undefined, quality: undefined };
  expect(frameLines(bare, host)).toHaveLength(2);
  expect(frameDocument(bare, 0, '/library.db')).toMatchObject({ shot: null, quality: null });
});

it.each([
  [0.000_000_456, '0.00000046'],
  [0.0101, '0.010'],
  [0.5, '0.50'],
  [12.34, '12'],
  [0, '0.0'],
])('tells a sharpness of %d with two digits that mean something', (sharpness, shown) => {
  const line = frameLines({ ...frame, quality: { ...frame.quality!, sharpness } }, host).at(-1);
  expect(line).toBe(`quality: sharpness ${shown}, brightness 26 %, contrast 0.12`);
});
