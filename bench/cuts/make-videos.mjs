import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Draws the videos of a series into a folder, those that aren't there yet; their truth comes back, and a digest of what
 * was asked for: it changes when a video does.
 */
export async function makeVideos(ffmpeg, folder, series, { cutVideos, renderVideo, trueCuts }) {
  const made = [];
  mkdirSync(folder, { recursive: true });
  for (const video of cutVideos(series)) {
    const order = JSON.stringify(video);
    const file = join(folder, `${series}-${video.name}.mp4`);
    if (!existsSync(file)) await encode(ffmpeg, video, renderVideo(video), file);
    const digest = createHash('sha256').update(order).digest('hex').slice(0, 16);
    made.push({ name: `${series}-${video.name}`, file, digest, ...sizeOf(video), truth: trueCuts(video) });
  }
  return made;
}

const sizeOf = ({ width, height }) => ({ width, height });

async function encode(ffmpeg, video, frames, file) {
  const part = `${file}.part`;
  const child = spawn(
    ffmpeg,
    // biome-ignore format: an option and its value a line
    ['-v', 'error', '-nostdin', '-y', '-f', 'rawvideo', '-pix_fmt', 'yuv444p', '-s', `${video.width}x${video.height}`,
      '-r', '25', '-i', 'pipe:0', '-vf', `settb=1/90000,setpts='(${video.pace.expression})/TB',format=yuv420p`,
      '-vsync', 'passthrough', '-enc_time_base', '1/90000', '-c:v', 'libx264', '-threads', '1', '-preset', 'veryfast',
      '-crf', String(video.quality ?? 20), '-video_track_timescale', '90000', '-f', 'mp4', part],
    { stdio: ['pipe', 'inherit', 'inherit'] },
  );
  const closed = once(child, 'close');
  for (const frame of frames) {
    for (const plane of [frame.y, frame.u, frame.v]) {
      if (!child.stdin.write(plane)) await once(child.stdin, 'drain');
    }
  }
  child.stdin.end();
  const [code] = await closed;
  if (code !== 0) throw new Error(`ffmpeg ended with ${code} on ${file}`);
  renameSync(part, file);
}
