import { expect, it } from 'vitest';
import { statusLines } from '../../../src/cli/render/status-lines.ts';
import type { Microseconds } from '../../../src/domain/time.ts';

function linesOf(count: number, files = count, segments = 0): string[] {
  const space = { id: 1, model: 'tiny', revision: '0123456789', dimension: 8, vectors: count };
  const volume = { identity: 'disk', label: 'disk', mountPath: '/disk', videos: count, files };
  const status = {
    identity: 'library',
    videos: count,
    files,
    duration: 1_000_000 as Microseconds,
    shots: count,
    frames: count,
    segments,
    volumes: [volume],
    spaces: [space],
    failures: [],
    library: '/library.db',
    bytes: 2_000_000,
    stale: [],
  };
  return statusLines(status as unknown as Parameters<typeof statusLines>[0], () => true, false);
}

it('counts one thing in the singular and more in the plural', () => {
  expect(linesOf(1).slice(1)).toEqual([
    expect.stringMatching(/^1 video, .*, 1 shot, 1 frame$/),
    'volume disk: 1 video, online at /disk',
    'model tiny at 0123456: 1 vector of 8, 32 B',
  ]);
  expect(linesOf(2).slice(1)).toEqual([
    expect.stringMatching(/^2 videos, .*, 2 shots, 2 frames$/),
    'volume disk: 2 videos, online at /disk',
    'model tiny at 0123456: 2 vectors of 8, 64 B',
  ]);
});

it('counts a copy as another file of its video', () => {
  expect(linesOf(2, 3).slice(1, 3)).toEqual([
    expect.stringMatching(/^2 videos in 3 files, /),
    'volume disk: 2 videos in 3 files, online at /disk',
  ]);
});

it('tells how much speech there is, where there is any', () => {
  expect(linesOf(1, 1, 1)[1]).toMatch(/, 1 frame, 1 segment of speech$/);
  expect(linesOf(1, 1, 20)[1]).toMatch(/, 1 frame, 20 segments of speech$/);
});
