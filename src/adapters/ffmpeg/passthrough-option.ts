import { readFfmpegVersion } from './read-ffmpeg-version.ts';

/**
 * The option that keeps every frame with its own time: `-fps_mode` since ffmpeg 5.1, `-vsync` before. Builds from a
 * development tree have no number and are newer.
 */
export async function passthroughOption(ffmpeg: string, signal: AbortSignal): Promise<string[]> {
  const version = await readFfmpegVersion(ffmpeg, signal);
  const [, major, minor] = version.match(/^n?(\d+)\.(\d+)/) ?? [];
  const isOld = major !== undefined && (Number(major) < 5 || (Number(major) === 5 && Number(minor) < 1));
  return [isOld ? '-vsync' : '-fps_mode', 'passthrough'];
}
