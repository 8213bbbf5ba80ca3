import { spawn } from 'node:child_process';

/**
 * Decodes a file to small frames as the index does (longest side 160 pixels, 4:4:4, every frame with its own time) and
 * gives each to `onFrame`.
 */
export async function decodeSmall(ffmpeg, file, { width, height }, onFrame) {
  const factor = Math.min(1, 160 / Math.max(width, height));
  const even = (length) => Math.max(2, Math.round((length * factor) / 2) * 2);
  const size = { width: even(width), height: even(height) };
  const area = size.width * size.height;
  const child = spawn(
    ffmpeg,
    // biome-ignore format: an option and its value a line
    ['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'info', '-copyts', '-i', file, '-map', '0:V:0', '-an',
      '-vf', `scale=${size.width}:${size.height}:flags=area,format=yuv444p,showinfo=checksum=0`,
      '-vsync', 'passthrough', '-f', 'rawvideo', 'pipe:1'],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const times = [];
  let rest = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      const [, time] = line.match(/ pts_time:\s*(\S+)/) ?? [];
      if (time !== undefined) times.push(Math.round(Number(time) * 1e6));
    }
  });
  const closed = new Promise((resolve) => child.on('close', resolve));
  let count = 0;
  let frame = Buffer.allocUnsafe(3 * area);
  let filled = 0;
  for await (const chunk of child.stdout) {
    for (let from = 0; from < chunk.length; ) {
      const taken = chunk.copy(frame, filled, from);
      from += taken;
      filled += taken;
      if (filled < frame.length) continue;
      // The line with the time may lag behind the picture.
      while (times.length <= count) await new Promise((resolve) => setImmediate(resolve));
      onFrame({
        time: times[count++],
        ...size,
        y: frame.subarray(0, area),
        u: frame.subarray(area, 2 * area),
        v: frame.subarray(2 * area),
      });
      frame = Buffer.allocUnsafe(3 * area);
      filled = 0;
    }
  }
  const code = await closed;
  if (code !== 0) throw new Error(`ffmpeg ended with ${code} on ${file}`);
  return times;
}
