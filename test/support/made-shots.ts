import { ffmpeg, H264 } from './media.ts';

const WIDTH = 160;
const HEIGHT = 120;

/**
 * Makes a video of hard cuts: each shot is one still picture of grey squares, and no two look alike. Indexed, it gives
 * a shot and a frame for each.
 *
 * @param seconds length of each shot; at least 0.6, the shortest that shots have
 * @param rate frames a second
 */
export function makeShots(
  path: string,
  { shots = 3, seconds = 1, rate = 10, coding = H264 as readonly string[] } = {},
): void {
  const shot = `floor(N/${rate * seconds})`;
  // The usual throw of dice of a shader: digits of a sine far behind the point.
  const angle = `12.9898*floor(X/20)+78.233*floor(Y/20)+37.719*${shot}`;
  const grey = `40+160*mod(43758.5453*abs(sin(${angle})),1)`;
  const canvas = `color=gray:size=${WIDTH}x${HEIGHT}:rate=${rate}:duration=${shots * seconds}`;
  ffmpeg('-f', 'lavfi', '-i', `${canvas},format=yuv420p,geq=lum='${grey}':cb=128:cr=128`, ...coding, path);
}
