import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import type { Context } from '../../../src/cli/context.ts';
import { showIndexProgress } from '../../../src/cli/render/index-progress.ts';

it('counts one frame in the singular and more in the plural', () => {
  const notes: string[] = [];
  const printer = { interactive: false, verbose: false, note: (line: string) => notes.push(line) };
  const progress = showIndexProgress({ printer, progressEvents: false } as unknown as Context);
  progress.onEvent({ kind: 'video-started', stage: 'sight', path: '/a.mp4', index: 0, total: 2 });
  progress.onEvent({
    kind: 'video-indexed',
    stage: 'sight',
    path: '/a.mp4',
    frames: 1,
    segments: 0,
    faces: 0,
  });
  progress.onEvent({ kind: 'video-started', stage: 'sight', path: '/b.mp4', index: 1, total: 2 });
  progress.onEvent({
    kind: 'video-indexed',
    stage: 'sight',
    path: '/b.mp4',
    frames: 2,
    segments: 0,
    faces: 0,
  });
  expect(notes).toEqual(['1 of 2: /a.mp4: 1 frame', '2 of 2: /b.mp4: 2 frames']);
});

it('counts one file in the singular on the bar', () => {
  for (const [files, text] of [
    [1, 'looking: 1 file, 1 to do'],
    [2, 'looking: 2 files, 1 to do'],
  ] as const) {
    const stderr = new PassThrough();
    const printer = { interactive: true, width: 80 };
    const progress = showIndexProgress({
      host: { stderr },
      printer,
      progressEvents: false,
    } as unknown as Context);
    // The bar draws ten times a second at most; the first event may come too early to be drawn.
    const drawn = performance.now() + 150;
    let isLate = false;
    while (!isLate) {
      isLate = performance.now() >= drawn;
      progress.onEvent({ kind: 'walking', files, work: 1 });
    }
    progress.stop();
    expect(String(stderr.read())).toContain(text);
  }
});

it('shows foreign text in a notice with control characters escaped, and the same one once', () => {
  const notes: string[] = [];
  const printer = { interactive: false, verbose: false, note: (line: string) => notes.push(line) };
  const progress = showIndexProgress({ printer, progressEvents: false } as unknown as Context);
  const notice = { kind: 'notice', path: '/a.mp4', message: 'a\u001b[2J.srt: left out' } as const;
  for (let times = 0; times < 2; times++) progress.onEvent(notice);
  expect(notes).toEqual(['a\\x1b[2J.srt: left out']);
});
