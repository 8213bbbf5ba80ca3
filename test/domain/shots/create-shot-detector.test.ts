import { describe, expect, it } from 'vitest';
import type { SmallFrame } from '../../../src/domain/frame.ts';
import { CUT_DELAY, createShotDetector } from '../../../src/domain/shots/create-shot-detector.ts';
import type { Scene } from '../../support/cuts/draw-scene.ts';
import {
  changingPace,
  constantPace,
  type Flash,
  type Join,
  type Pace,
  renderVideo,
  type TestVideo,
} from '../../support/cuts/render-video.ts';

/** Shots of 2 s each at 25 frames a second unless said otherwise, joined in one way. */
function frames(
  scenes: readonly Scene[],
  {
    join = { kind: 'cut' },
    seconds = 2,
    pace = constantPace(25),
    flashes = [],
  }: { join?: Join; seconds?: number; pace?: Pace; flashes?: Flash[] } = {},
): SmallFrame[] {
  const video: TestVideo = {
    name: '',
    width: 160,
    height: 90,
    pace,
    flashes,
    shots: scenes.map((scene, index) => ({ scene, seconds, ...(index + 1 < scenes.length ? { join } : {}) })),
  };
  return [...renderVideo(video)];
}

/** `seconds transition` of each cut. */
function cuts(pictures: Iterable<SmallFrame>): string[] {
  const detector = createShotDetector();
  const found = [...pictures].flatMap((frame) => detector.push(frame));
  return [...found, ...detector.end()].map(({ time, transition }) => `${time / 1e6} ${transition}`);
}

function flat(luma: number, count: number, from = 0): SmallFrame[] {
  return Array.from({ length: count }, (_, index) => ({
    time: (from + index) * 40_000,
    width: 160,
    height: 90,
    y: new Uint8Array(160 * 90).fill(luma),
    u: new Uint8Array(160 * 90).fill(128),
    v: new Uint8Array(160 * 90).fill(128),
  }));
}

const later = (pictures: SmallFrame[], seconds: number) =>
  pictures.map((frame) => ({ ...frame, time: frame.time + Math.round(seconds * 1e6) }));

const A: Scene = { seed: 1, pan: 0.05, objects: 2 };
const B: Scene = { seed: 2, pan: 0.05, objects: 2 };
const C: Scene = { seed: 3, pan: 0.05, objects: 2 };

describe('the shot detector', () => {
  it('gives the first frame of each new shot, and nothing for the first shot', () => {
    expect(cuts(frames([A, B, C]))).toEqual(['2 cut', '4 cut']);
  });

  it('finds no cut in no frames, one frame, and a picture that stands still', () => {
    expect(cuts([])).toEqual([]);
    expect(cuts(frames([A]).slice(0, 1))).toEqual([]);
    expect(cuts(flat(120, 100))).toEqual([]);
    const [still] = frames([A]);
    expect(cuts(Array.from({ length: 100 }, (_, index) => ({ ...still!, time: index * 40_000 })))).toEqual(
      [],
    );
  });

  it.each([1, 2, 3])('takes no flash of %i frames for a cut, bright or dark', (count) => {
    const flashes = [
      { at: 0.8, frames: count, level: 150 },
      { at: 1.8, frames: count, level: -90 },
    ];
    expect(cuts(frames([A], { seconds: 3, flashes }))).toEqual([]);
  });

  it('finds the cut that a flash falls on, within a frame', () => {
    const found = cuts(frames([A, B], { flashes: [{ at: 2, frames: 1, level: 200 }] }));
    expect(['2 cut', '2.04 cut']).toContainEqual(found.join());
  });

  it('takes a lamp that is switched on for no cut', () => {
    expect(cuts(frames([A], { seconds: 4, flashes: [{ at: 2, frames: 100, level: 50 }] }))).toEqual([]);
  });

  it('takes pans, shaking and objects that cross for no cuts', () => {
    const fast = { seed: 5, pan: 1.2, shake: 0.02, objects: 6, objectSpeed: 1.5 };
    expect(cuts(frames([fast], { seconds: 6 }))).toEqual([]);
  });

  it('finds a cut within fast movement', () => {
    const fast = { pan: 0.6, objects: 4, objectSpeed: 0.8 };
    expect(
      cuts(
        frames([
          { seed: 5, ...fast },
          { seed: 6, ...fast },
        ]),
      ),
    ).toEqual(['2 cut']);
  });

  it('finds cuts by night and in noise', () => {
    const night = { light: 0.12, noise: 3 };
    expect(
      cuts(
        frames([
          { ...A, ...night },
          { ...B, ...night },
        ]),
      ),
    ).toEqual(['2 cut']);
    expect(
      cuts(
        frames([
          { ...A, noise: 20 },
          { ...B, noise: 20 },
        ]),
      ),
    ).toEqual(['2 cut']);
  });

  it('finds cuts between letterboxed pictures of one kind', () => {
    const bars = { bars: 0.4, palette: 3 };
    expect(
      cuts(
        frames([
          { ...A, ...bars },
          { ...B, ...bars },
        ]),
      ),
    ).toEqual(['2 cut']);
  });

  it('keeps shots from being shorter than 0.6 s, at the ends too', () => {
    expect(cuts(frames([A, B, C], { seconds: 0.64 }))).toEqual(['0.64 cut', '1.28 cut']);
    expect(cuts(frames([A, B, C], { seconds: 0.4 }))).toEqual([]);
    expect(cuts(frames([A, B, A, B, C], { seconds: 0.4 }))).toEqual(['0.8 cut']);
  });

  it.each([0.6, 1.2, 2])('puts a fade of %f s through black at its darkest', (seconds) => {
    const [found, ...others] = cuts(frames([A, B], { seconds: 3, join: { kind: 'fade', seconds } }));
    expect(others).toEqual([]);
    expect(found).toMatch(/^(2\.96|3|3\.04) fade$/);
  });

  it('puts a fade through white in the middle of the white', () => {
    const join: Join = { kind: 'fade', seconds: 1.8, blank: 0.8, level: 235 };
    expect(cuts(frames([A, B], { seconds: 3, join })).join()).toMatch(/^(2\.96|3|3\.04) fade$/);
  });

  it('puts a fade with one abrupt side at that side', () => {
    const fade = { kind: 'fade', seconds: 1.6, blank: 0.4 } as const;
    expect(cuts(frames([A, B], { seconds: 3, join: { ...fade, only: 'out' } }))).toEqual(['3.2 fade']);
    expect(cuts(frames([A, B], { seconds: 3, join: { ...fade, only: 'in' } })).join()).toMatch(
      /^2\.(8|84) fade$/,
    );
  });

  it('does not wait for the end of a long black: the cut lies one second into it', () => {
    const join: Join = { kind: 'fade', seconds: 7, blank: 6 };
    expect(cuts(frames([A, B], { seconds: 6, join })).join()).toMatch(/^(4|4\.04) fade$/);
  });

  it('finds no cut where a video comes out of black or ends in it', () => {
    const start = frames([A], { seconds: 3 }).map((frame, index) => dimmed(frame, Math.min(1, index / 25)));
    expect(cuts([...flat(16, 50), ...later(start, 2)])).toEqual([]);
    const end = frames([A], { seconds: 3 }).map((frame, index) =>
      dimmed(frame, Math.min(1, (74 - index) / 25)),
    );
    expect(cuts([...end, ...later(flat(16, 20), 3)])).toEqual([]);
  });

  it.each([0.4, 0.8, 1.4, 2])('puts one cut into the middle part of a dissolve of %f s', (seconds) => {
    const [found, ...others] = cuts(frames([A, B], { seconds: 4, join: { kind: 'dissolve', seconds } }));
    expect(others).toEqual([]);
    expect(found).toMatch(/ dissolve$/);
    expect(Math.abs(Number.parseFloat(found!) - 4)).toBeLessThanOrEqual(0.4 * seconds);
  });

  it.each<Scene>([
    { seed: 2, pan: 0.15, zoom: 0.2, objects: 5, objectSpeed: 0.3 },
    { seed: 9, pan: 0.6, objects: 3 },
    { seed: 53, pan: 0.3, shake: 0.01, objects: 6, objectSpeed: 0.6 },
    { seed: 112, pan: 0.15, zoom: 0.2, objects: 5, objectSpeed: 0.3 },
  ])('takes for no dissolve what fits one by chance while the camera moves: %o', (scene) => {
    expect(cuts(frames([scene], { seconds: 5 }))).toEqual([]);
  });

  it('takes slow changes of the light for no dissolve', () => {
    const evening = frames([{ seed: 1, objects: 1 }], { seconds: 4 }).map((frame, index) =>
      dimmed(frame, 1 - index / 150),
    );
    expect(cuts(evening)).toEqual([]);
  });

  it('goes by time where the frame rate changes', () => {
    const found = frames([A, B, C], { pace: changingPace(30, 75, 8) });
    expect(cuts(found)).toEqual(['2 cut', '4 cut']);
  });

  it('finds the same whatever the frame rate', () => {
    for (const rate of [10, 24, 60, 120]) {
      const pace = constantPace(rate);
      expect(cuts(frames([A, B], { pace })), `${rate} a second`).toEqual(['2 cut']);
      const join: Join = { kind: 'dissolve', seconds: 1 };
      expect(cuts(frames([A, B], { pace, seconds: 3, join })), `${rate} a second`).toHaveLength(1);
    }
  });

  it('begins at whatever time the video begins', () => {
    expect(cuts(later(frames([A, B]), -1.5))).toEqual(['0.5 cut']);
  });

  it('stands a frame of another size, and frames of two pixels', () => {
    const small = frames([A, B]).map((frame, index) =>
      index === 10 ? { ...flat(100, 1)[0]!, ...tiny(frame.time) } : frame,
    );
    expect(cuts(small)).toEqual(['2 cut']);
    expect(cuts(Array.from({ length: 60 }, (_, index) => tiny(index * 40_000)))).toEqual([]);
  });

  it('reports each cut at the latest with the first frame that is CUT_DELAY after it, in order', () => {
    const shots = [A, B, C, A, B].map((scene) => ({ ...scene }));
    const detector = createShotDetector();
    const late: number[] = [];
    const times: number[] = [];
    for (const join of [{ kind: 'cut' }, { kind: 'fade', seconds: 3, blank: 1.8 }] as Join[]) {
      const start = join.kind === 'cut' ? 0 : 20;
      for (const frame of later(frames(shots, { seconds: 4, join }), start)) {
        for (const cut of detector.push(frame)) {
          times.push(cut.time);
          late.push(frame.time - cut.time);
        }
      }
    }
    expect(times.length).toBeGreaterThanOrEqual(8);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(Math.max(...late)).toBeLessThanOrEqual(CUT_DELAY + 40_000);
  });
});

function tiny(time: number): SmallFrame {
  const plane = () => new Uint8Array(4).fill(120);
  return { time, width: 2, height: 2, y: plane(), u: plane(), v: plane() };
}

function dimmed(frame: SmallFrame, share: number): SmallFrame {
  return {
    ...frame,
    y: frame.y.map((value) => 16 + (value - 16) * share),
    u: frame.u.map((value) => 128 + (value - 128) * share),
    v: frame.v.map((value) => 128 + (value - 128) * share),
  };
}
