import { createRandom } from './random.ts';

/** Three 8-bit planes of one size, luma 16–235. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly y: Uint8Array;
  readonly u: Uint8Array;
  readonly v: Uint8Array;
}

/** A place that a camera looks at, drawn from a seed. Lengths are parts of the picture's width, times are seconds. */
export interface Scene {
  /** Texture, movements and objects. */
  readonly seed: number;
  /** Colours; scenes of one palette look alike. */
  readonly palette?: number;
  readonly surface?: 'texture' | 'flat' | 'slide';
  /** Width of a second, and turn of it after a second: the camera goes along a curve. */
  readonly pan?: number;
  /** Growth in a second. */
  readonly zoom?: number;
  readonly shake?: number;
  readonly objects?: number;
  readonly objectSpeed?: number;
  /** Light: 1 is day, 0.15 is night. */
  readonly light?: number;
  /** Standard deviation of the sensor's noise, in grey levels. */
  readonly noise?: number;
  /** Part of the height that is black bars. */
  readonly bars?: number;
  /** Drawings in a second, each shown until the next; unset: every frame is new. */
  readonly drawings?: number;
}

const TILE = 256;

/** Prepares a scene; the function draws it as it looks so many seconds after its beginning. */
export function prepareScene(scene: Scene, width: number, height: number): (seconds: number) => Picture {
  const random = createRandom(scene.seed);
  const colours = createRandom(scene.palette ?? scene.seed * 7919);
  const tile = drawTile(random, scene.surface ?? 'texture');
  const look = {
    base: 60 + 110 * colours(),
    contrast: 70 + 110 * colours(),
    slope: 60 * (colours() - 0.5),
    u: [128 + 70 * (colours() - 0.5), 128 + 70 * (colours() - 0.5)] as const,
    v: [128 + 70 * (colours() - 0.5), 128 + 70 * (colours() - 0.5)] as const,
  };
  const heading = random() * 2 * Math.PI;
  const origin = [random() * TILE, random() * TILE] as const;
  const objects = Array.from({ length: scene.objects ?? 0 }, () => ({
    x: random(),
    y: random(),
    radius: 0.04 + 0.1 * random(),
    angle: random() * 2 * Math.PI,
    luma: 20 + 200 * random(),
    u: 90 + 76 * random(),
    v: 90 + 76 * random(),
  }));
  const sensor = createRandom(scene.seed + 1);
  const grain = Float32Array.from({ length: 8192 }, () => gauss(sensor));

  return (seconds) => {
    const time =
      scene.drawings === undefined ? seconds : Math.floor(seconds * scene.drawings) / scene.drawings;
    const y = new Uint8Array(width * height);
    const u = new Uint8Array(width * height);
    const v = new Uint8Array(width * height);
    const light = scene.light ?? 1;
    const scale = (TILE * 0.6) / Math.max(width, height) / (1 + (scene.zoom ?? 0) * time);
    const way = (scene.pan ?? 0) * TILE * 0.6 * time;
    const jolt = (scene.shake ?? 0) * TILE * 0.6;
    const left =
      origin[0] + Math.cos(heading) * way + jolt * (Math.sin(time * 23) + Math.sin(time * 41 + scene.seed));
    const top = origin[1] + Math.sin(heading) * way + jolt * Math.sin(time * 31 + 2 * scene.seed);
    const put = (at: number, luma: number, cb: number, cr: number) => {
      y[at] = 16 + (luma - 16) * light;
      u[at] = 128 + (cb - 128) * light;
      v[at] = 128 + (cr - 128) * light;
    };
    for (let row = 0, at = 0; row < height; row++) {
      const slope = look.base + look.slope * (row / height - 0.5);
      for (let column = 0; column < width; column++, at++) {
        const value = sampleTile(tile, left + (column - width / 2) * scale, top + (row - height / 2) * scale);
        put(
          at,
          clamp(slope + look.contrast * (value - 0.5)),
          look.u[0] + (look.u[1] - look.u[0]) * value,
          look.v[0] + (look.v[1] - look.v[0]) * value,
        );
      }
    }
    for (const object of objects) {
      const speed = (scene.objectSpeed ?? 0.1) * time;
      const centre = wrap(object.x + Math.cos(object.angle) * speed) * width;
      const middle = wrap(object.y + Math.sin(object.angle) * speed) * height;
      disc(width, height, centre, middle, object.radius * width, (at) =>
        put(at, object.luma, object.u, object.v),
      );
    }
    finish(y, width, height, scene, grain, Math.round(seconds * 1000));
    return { width, height, y, u, v };
  };
}

function finish(
  y: Uint8Array,
  width: number,
  height: number,
  scene: Scene,
  grain: Float32Array,
  turn: number,
) {
  const noise = scene.noise ?? 1;
  const random = createRandom(turn + scene.seed);
  for (let row = 0; row < height; row++) {
    let from = Math.floor(random() * (grain.length - width));
    for (let at = row * width; at < (row + 1) * width; at++) y[at] = clamp(y[at]! + noise * grain[from++]!);
  }
  const bars = Math.round(((scene.bars ?? 0) * height) / 2) * width;
  y.fill(16, 0, bars);
  y.fill(16, y.length - bars);
}

function disc(
  width: number,
  height: number,
  x: number,
  y: number,
  radius: number,
  put: (at: number) => void,
): void {
  const bottom = Math.min(height - 1, Math.floor(y + radius));
  for (let row = Math.max(0, Math.ceil(y - radius)); row <= bottom; row++) {
    const half = Math.sqrt(radius * radius - (row - y) ** 2);
    const right = Math.min(width - 1, Math.floor(x + half));
    for (let column = Math.max(0, Math.ceil(x - half)); column <= right; column++) put(row * width + column);
  }
}

/** A square that repeats: noise of several scales, the same in a few flat tones, or lines as of a written page. */
function drawTile(random: () => number, surface: NonNullable<Scene['surface']>): Float32Array {
  const tile = new Float32Array(TILE * TILE);
  if (surface === 'slide') {
    tile.fill(0.95);
    for (let line = 10; line < TILE - 10; line += 12) {
      const length = Math.floor(random() * TILE);
      for (let row = line; row < line + 5; row++) tile.fill(0.05, row * TILE, row * TILE + length);
    }
    return tile;
  }
  for (let cells = 4, weight = 0.5; cells <= 64; cells *= 2, weight *= 0.6) {
    const knots = Float32Array.from({ length: cells * cells }, random);
    const step = cells / TILE;
    for (let row = 0, at = 0; row < TILE; row++) {
      for (let column = 0; column < TILE; column++, at++) {
        tile[at]! += weight * interpolate(knots, cells, column * step, row * step);
      }
    }
  }
  // Values lie near the middle; they are spread so that contrast is as in a photograph.
  const total = 0.5 * ((1 - 0.6 ** 5) / 0.4);
  for (let at = 0; at < tile.length; at++) {
    const value = Math.min(1, Math.max(0, (tile[at]! / total - 0.5) * 2.4 + 0.5));
    tile[at] = surface === 'flat' ? Math.round(value * 3) / 3 : value;
  }
  return tile;
}

const sampleTile = (tile: Float32Array, x: number, y: number) => interpolate(tile, TILE, x, y);

function interpolate(knots: Float32Array, size: number, x: number, y: number): number {
  const column = Math.floor(x);
  const row = Math.floor(y);
  const across = x - column;
  const mask = size - 1;
  const upper = (row & mask) * size;
  const lower = ((row + 1) & mask) * size;
  const a = knots[upper + (column & mask)]!;
  const b = knots[upper + ((column + 1) & mask)]!;
  const c = knots[lower + (column & mask)]!;
  const d = knots[lower + ((column + 1) & mask)]!;
  const top = a + (b - a) * across;
  return top + (c + (d - c) * across - top) * (y - row);
}

function gauss(random: () => number): number {
  let sum = -6;
  for (let count = 0; count < 12; count++) sum += random();
  return sum;
}

const clamp = (value: number) => Math.min(235, Math.max(16, value));
/** What leaves the picture on one side comes in on the other. */
const wrap = (value: number) => (value - Math.floor(value)) * 1.4 - 0.2;
