import { describe, expect, it } from 'vitest';
import { type ChosenFrame, chooseFrames } from '../../src/app/stages/choose-frames.ts';
import type { DecodedFrame, SmallFrame } from '../../src/domain/frame.ts';
import { qualityOf } from '../../src/domain/frames/quality-of.ts';
import type { DecodedPicture } from '../../src/domain/ports/media.ts';
import type { Shot } from '../../src/domain/shot.ts';
import type { Scene } from '../support/cuts/draw-scene.ts';
import { constantPace, renderVideo } from '../support/cuts/render-video.ts';

const INTERVAL = 500_000;
const FRAME_LENGTH = 40_000;
const A: Scene = { seed: 1, pan: 0.05, objects: 2 };
const B: Scene = { seed: 2, pan: 0.05, objects: 2 };
const C: Scene = { seed: 3, pan: 0.05, objects: 2 };

/** Shots at 25 frames a second as a decoder hands them over. */
function* decoded(shots: readonly [Scene, number][]): Generator<DecodedPicture> {
  const video = {
    name: '',
    width: 160,
    height: 90,
    pace: constantPace(25),
    flashes: [],
    shots: shots.map(([scene, seconds], index) => ({
      scene,
      seconds,
      ...(index + 1 < shots.length && { join: { kind: 'cut' as const } }),
    })),
  };
  let span = -1;
  for (const frame of renderVideo(video)) {
    yield { kind: 'small', frame };
    if (Math.floor(frame.time / INTERVAL) === span) continue;
    span = Math.floor(frame.time / INTERVAL);
    yield { kind: 'candidate', frame: candidateOf(frame) };
  }
}

function candidateOf({ time }: SmallFrame): DecodedFrame {
  const picture = { width: 1, height: 1, pixels: new Uint8Array(3) };
  return { time, forModel: picture, forThumbnail: picture };
}

async function choose(pictures: Iterable<DecodedPicture>) {
  const shots: Shot[] = [];
  const chosen: ChosenFrame[] = [];
  let end = 0;
  const stream = (async function* () {
    yield* pictures;
  })();
  const listener = {
    onShot: (shot: Shot) => void shots.push(shot),
    onDecoded: (time: number) => {
      end = time;
    },
  };
  for await (const frame of chooseFrames(stream, FRAME_LENGTH, listener)) chosen.push(frame);
  return { shots, chosen, end };
}

describe('a decoded video', () => {
  it('is cut into shots that meet, and each with a picture has a frame inside it', async () => {
    const { shots, chosen, end } = await choose(
      decoded([
        [A, 3],
        [B, 2],
        [C, 4],
      ]),
    );
    expect(shots).toEqual([
      { start: 0, end: 3_000_000, transition: 'start' },
      { start: 3_000_000, end: 5_000_000, transition: 'cut' },
      { start: 5_000_000, end: 9_000_000, transition: 'cut' },
    ]);
    expect(end).toBe(9_000_000);
    for (const { start, end } of shots)
      expect(chosen.some(({ time }) => time > start && time < end)).toBe(true);
    const times = chosen.map(({ time }) => time);
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
  });

  it('gives each chosen frame its own quality, and its own pictures', async () => {
    const pictures = [
      ...decoded([
        [A, 2],
        [B, 2],
      ]),
    ];
    const small = pictures.flatMap((picture) => (picture.kind === 'small' ? [picture.frame] : []));
    const { chosen } = await choose(pictures);
    expect(chosen.length).toBeGreaterThan(1);
    for (const { time, quality, payload } of chosen) {
      expect(payload.time).toBe(time);
      expect(quality).toEqual(qualityOf(small.find((frame) => frame.time === time)!));
    }
  });

  it('of one frame is one shot, as long as a frame is shown', async () => {
    const [small, candidate] = [...decoded([[A, 1]])];
    const { shots, chosen } = await choose([small!, candidate!]);
    expect(shots).toEqual([{ start: 0, end: FRAME_LENGTH, transition: 'start' }]);
    expect(chosen).toHaveLength(1);
  });

  it('of which a stretch is missing ends where its last frame does, also right behind the gap', async () => {
    const pictures = [...decoded([[A, 3]])].filter(
      ({ frame: { time } }) => time < 1_000_000 || time === 2_000_000,
    );
    const { shots, end } = await choose(pictures);
    expect(end).toBe(2_000_000 + FRAME_LENGTH);
    expect(shots.at(-1)!.end).toBe(end);
  });

  it('of no frame is no shot', async () => {
    expect(await choose([])).toEqual({ shots: [], chosen: [], end: 0 });
  });
});
