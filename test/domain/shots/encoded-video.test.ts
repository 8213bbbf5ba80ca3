import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { SmallFrame } from '../../../src/domain/frame.ts';
import { createShotDetector } from '../../../src/domain/shots/create-shot-detector.ts';
import { ffmpeg, H264, REAL_VIDEOS, tools } from '../../support/media.ts';
import { sharedData } from '../../support/shared-data.ts';

const folder = mkdtempSync(join(tmpdir(), 'heimdex-shots-'));
afterAll(() => rmSync(folder, { recursive: true }));

const WIDTH = 160;
const HEIGHT = 90;
const AREA = WIDTH * HEIGHT;

/** Positions of frames and kinds of the cuts in a file of a constant rate. */
function cutsOf(file: string, rate: number): string[] {
  const raw = execFileSync(
    tools.ffmpeg,
    // biome-ignore format: an option and its value together
    ['-v', 'error', '-i', file, '-an', '-vf', `scale=${WIDTH}:${HEIGHT}:flags=area,format=yuv444p`, '-f', 'rawvideo', '-'],
    { maxBuffer: 1e9 },
  );
  const detector = createShotDetector();
  const found = [];
  for (let index = 0; index * 3 * AREA < raw.length; index++) {
    const plane = (number: number) =>
      raw.subarray((3 * index + number) * AREA, (3 * index + number + 1) * AREA);
    const time = Math.round((index * 1e6) / rate);
    const frame: SmallFrame = { time, width: WIDTH, height: HEIGHT, y: plane(0), u: plane(1), v: plane(2) };
    found.push(...detector.push(frame));
  }
  found.push(...detector.end());
  return found.map(({ time, transition }) => `${Math.round((time * rate) / 1e6)} ${transition}`);
}

it('finds a hard cut, a dissolve and a fade in a video that ffmpeg made', () => {
  const file = join(folder, 'joined.mp4');
  const source = (name: string) => ['-f', 'lavfi', '-i', `${name}=size=320x180:rate=25`];
  const part = (index: number) => `[${index}]trim=end_frame=75,format=yuv420p,settb=1/25[p${index}]`;
  const graph = [
    ...[0, 1, 2, 3].map(part),
    '[p0][p1]concat=n=2,settb=1/25,fps=25[a]',
    '[a][p2]xfade=duration=1:offset=5[b]',
    '[b]fade=out:165:20[c]',
    '[p3]fade=in:0:20[d]',
    '[c]trim=end_frame=190,setpts=PTS-STARTPTS[e]',
    '[e][d]concat=n=2[out]',
  ].join(';');
  const inputs = ['testsrc2', 'mandelbrot', 'smptehdbars', 'testsrc2'].flatMap(source);
  ffmpeg(...inputs, '-filter_complex', graph, '-map', '[out]', ...H264, file);
  const found = cutsOf(file, 25);
  expect(found.map((cut) => cut.split(' ')[1])).toEqual(['cut', 'dissolve', 'fade']);
  const [hard, dissolve, fade] = found.map((cut) => Number.parseInt(cut, 10));
  expect(hard).toBe(75);
  expect(Math.abs(dissolve! - 137)).toBeLessThanOrEqual(12);
  expect(Math.abs(fade! - 188)).toBeLessThanOrEqual(8);
});

it('finds in Big Buck Bunny what PySceneDetect finds', (context) => {
  const file = sharedData(context, `media/video/${REAL_VIDEOS[0]}`);
  expect(cutsOf(file, 24)).toEqual(['285 cut', '378 cut', '553 cut']);
});

it('finds no cut in what a fixed camera saw', (context) => {
  const file = sharedData(context, `media/video/${REAL_VIDEOS[1]}`);
  expect(cutsOf(file, 12.5)).toEqual([]);
});
