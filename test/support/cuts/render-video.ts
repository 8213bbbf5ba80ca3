import type { SmallFrame } from '../../../src/domain/frame.ts';
import { type Picture, prepareScene, type Scene } from './draw-scene.ts';

/** How a shot goes over into the next; `seconds` is the whole transition's length, centred on the shots' border. */
export type Join =
  | { readonly kind: 'cut' }
  | { readonly kind: 'dissolve'; readonly seconds: number }
  /** Half of the rest of `seconds` on each side of a blank stretch. */
  | {
      readonly kind: 'fade';
      readonly seconds: number;
      readonly blank?: number;
      readonly level?: number;
      /** One side only, the other is abrupt. */
      readonly only?: 'out' | 'in';
    };

export interface TestShot {
  readonly scene: Scene;
  readonly seconds: number;
  /** Into the next shot; of the last shot nothing. */
  readonly join?: Join;
}

/** For some frames the picture is brighter by this many grey levels. */
export interface Flash {
  readonly at: number;
  readonly frames: number;
  readonly level: number;
  /** A lamp that is switched on stays on; a flash goes out slowly over so many seconds. */
  readonly decay?: number;
}

/** Times of frames: the n-th frame's, and the same in ffmpeg's expressions for the encoder. */
export interface Pace {
  /** Seconds. */
  at(frame: number): number;
  readonly expression: string;
}

export interface TestVideo {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly pace: Pace;
  readonly shots: readonly TestShot[];
  readonly flashes?: readonly Flash[];
  /** A line of writing that comes and goes: seconds. */
  readonly captions?: readonly { readonly from: number; readonly to: number }[];
  /** x264's constant rate factor. */
  readonly quality?: number;
}

/** What a detector should find, in positions of frames. */
export interface TrueCut {
  readonly kind: Join['kind'];
  /** First frame of the new shot; of gradual transitions, first frame of the middle. */
  readonly frame: number;
  /** The transition's first and last frame. */
  readonly from: number;
  readonly to: number;
}

export function constantPace(rate: number): Pace {
  return { at: (frame) => frame / rate, expression: `N/${rate}` };
}

/** Another rate from a frame on. */
export function changingPace(first: number, frames: number, second: number): Pace {
  return {
    at: (frame) => (frame < frames ? frame / first : frames / first + (frame - frames) / second),
    expression: `if(lt(N,${frames}),N/${first},${frames}/${first}+(N-${frames})/${second})`,
  };
}

/** Every third frame comes late. */
export function unevenPace(rate: number): Pace {
  return {
    at: (frame) => (frame + (frame % 3 === 1 ? 0.6 : 0)) / rate,
    expression: `(N+if(eq(mod(N,3),1),0.6,0))/${rate}`,
  };
}

const total = (video: TestVideo) => video.shots.reduce((sum, shot) => sum + shot.seconds, 0);
const EARLY = 1e-7;

export function countFrames(video: TestVideo): number {
  let count = 0;
  while (video.pace.at(count) < total(video) - EARLY) count++;
  return count;
}

function firstFrameAt(video: TestVideo, seconds: number): number {
  let frame = 0;
  while (video.pace.at(frame) < seconds - EARLY) frame++;
  return frame;
}

/** The cuts that the video holds. */
export function trueCuts(video: TestVideo): TrueCut[] {
  const cuts: TrueCut[] = [];
  let border = 0;
  for (const { seconds, join } of video.shots) {
    border += seconds;
    if (join === undefined) continue;
    const half = join.kind === 'cut' ? 0 : join.seconds / 2;
    const frame = firstFrameAt(video, border);
    const from = join.kind === 'cut' ? frame : firstFrameAt(video, border - half);
    const to = join.kind === 'cut' ? frame : firstFrameAt(video, border + half);
    cuts.push({ kind: join.kind, frame, from, to });
  }
  return cuts;
}

/** Draws the frames one after the other; times are whole microseconds. */
export function* renderVideo(video: TestVideo): Generator<SmallFrame> {
  const prepared = new Map<TestShot, (seconds: number) => Picture>();
  const draw = (shot: TestShot, seconds: number) => {
    if (!prepared.has(shot)) prepared.set(shot, prepareScene(shot.scene, video.width, video.height));
    return prepared.get(shot)!(seconds);
  };
  const count = countFrames(video);
  for (let frame = 0; frame < count; frame++) {
    const seconds = video.pace.at(frame);
    const picture = compose(video, seconds + EARLY, draw);
    for (const flash of video.flashes ?? [])
      light(picture, flash, frame, firstFrameAt(video, flash.at), seconds);
    for (const { from, to } of video.captions ?? []) {
      if (seconds >= from && seconds < to) write(picture);
    }
    yield { time: Math.round(seconds * 1e6), ...picture };
  }
}

function compose(
  video: TestVideo,
  seconds: number,
  draw: (shot: TestShot, seconds: number) => Picture,
): Picture {
  let start = 0;
  for (const [index, shot] of video.shots.entries()) {
    const end = start + shot.seconds;
    const before = video.shots[index - 1]?.join;
    const next = video.shots[index + 1];
    if (seconds < end || next === undefined) {
      const picture = draw(shot, seconds - start + 1);
      if (next !== undefined && shot.join?.kind === 'dissolve' && end - seconds < shot.join.seconds / 2) {
        return mix(picture, draw(next, seconds - end + 1), 0.5 - (end - seconds) / shot.join.seconds);
      }
      if (before?.kind === 'dissolve' && seconds - start < before.seconds / 2) {
        const earlier = video.shots[index - 1]!;
        return mix(
          draw(earlier, seconds - start + earlier.seconds + 1),
          picture,
          0.5 + (seconds - start) / before.seconds,
        );
      }
      if (before?.kind === 'fade' && seconds - start < before.seconds / 2) {
        return faded(picture, seconds - start, before, 'in');
      }
      if (shot.join?.kind === 'fade') return faded(picture, end - seconds, shot.join, 'out');
      return picture;
    }
    start = end;
  }
  throw new Error('no such moment');
}

/** A picture so many seconds from the middle of a fade. */
function faded(
  picture: Picture,
  distance: number,
  join: Join & { kind: 'fade' },
  side: 'out' | 'in',
): Picture {
  const blank = (join.blank ?? 0) / 2;
  const length = join.seconds / 2 - blank;
  const isAbrupt = join.only !== undefined && join.only !== side;
  const share = isAbrupt ? Number(distance >= blank) : Math.min(1, Math.max(0, (distance - blank) / length));
  const { width, height } = picture;
  const flat = {
    width,
    height,
    y: new Uint8Array(width * height).fill(join.level ?? 16),
    u: new Uint8Array(width * height).fill(128),
    v: new Uint8Array(width * height).fill(128),
  };
  return mix(flat, picture, share);
}

function mix(from: Picture, to: Picture, share: number): Picture {
  const plane = (a: Uint8Array, b: Uint8Array) => {
    const mixed = new Uint8Array(a.length);
    for (let at = 0; at < a.length; at++) mixed[at] = Math.round(a[at]! + (b[at]! - a[at]!) * share);
    return mixed;
  };
  const { width, height } = from;
  return { width, height, y: plane(from.y, to.y), u: plane(from.u, to.u), v: plane(from.v, to.v) };
}

function light(picture: Picture, flash: Flash, frame: number, first: number, seconds: number): void {
  const isLit = frame >= first && frame < first + flash.frames;
  const since = seconds - flash.at;
  const fading = flash.decay !== undefined && since >= 0 && since < flash.decay;
  const level = isLit ? flash.level : fading ? flash.level * (1 - since / flash.decay!) : 0;
  if (level === 0) return;
  for (let at = 0; at < picture.y.length; at++) {
    picture.y[at] = Math.min(235, Math.max(16, picture.y[at]! + level));
  }
}

/** White writing on dark in the lower fifth. */
function write({ width, height, y }: Picture): void {
  for (let row = Math.floor(height * 0.8); row < Math.floor(height * 0.93); row++) {
    for (let column = Math.floor(width * 0.15); column < width * 0.85; column++) {
      y[row * width + column] = (column >> 1) % 3 === 0 && row % 5 > 1 ? 235 : 30;
    }
  }
}
