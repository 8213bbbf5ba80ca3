import type { Scene } from './draw-scene.ts';
import { createRandom } from './random.ts';
import {
  changingPace,
  constantPace,
  type Join,
  type TestShot,
  type TestVideo,
  unevenPace,
} from './render-video.ts';

const WIDE = { width: 256, height: 144, pace: constantPace(25) };
const CUT: Join = { kind: 'cut' };

interface Recipe {
  readonly seed: number;
  readonly count: number;
  /** Shortest and longest shot, in frames of `rate`. */
  readonly frames: readonly [number, number];
  readonly rate?: number;
  readonly joins?: readonly Join[];
  readonly scene?: (random: () => number) => Omit<Scene, 'seed'>;
}

/** Shots of random lengths whose joins are taken in turn. */
function drawShots({
  seed,
  count,
  frames,
  rate = 25,
  joins = [CUT],
  scene = () => ({}),
}: Recipe): TestShot[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, index) => ({
    scene: { seed: seed * 100 + index, ...scene(random) },
    seconds: Math.round(frames[0] + random() * (frames[1] - frames[0])) / rate,
    ...(index === count - 1 ? {} : { join: joins[index % joins.length]! }),
  }));
}

const calm = (random: () => number) => ({ pan: 0.04 * random(), objects: 2, objectSpeed: 0.05 });
const lively = (random: () => number) => ({
  pan: 0.15 * random(),
  zoom: 0.1 * (random() - 0.5),
  shake: 0.004 * random(),
  objects: 5,
  objectSpeed: 0.3,
});
const wild = (random: () => number) => ({
  pan: 0.4 + 0.8 * random(),
  shake: 0.015,
  objects: 8,
  objectSpeed: 1.2,
});
const night = (random: () => number) => ({ ...lively(random), light: 0.12 + 0.1 * random(), noise: 3 });

const dissolves = (...lengths: number[]): Join[] => lengths.map((seconds) => ({ kind: 'dissolve', seconds }));
const fades = (...lengths: (readonly [seconds: number, blank: number])[]): Join[] =>
  lengths.map(([seconds, blank]) => ({ kind: 'fade', seconds, blank }));
const white = (joins: Join[]): Join[] => joins.map((join) => ({ ...join, level: 235 }) as Join);
const MIXED: Join[] = [
  CUT,
  { kind: 'dissolve', seconds: 0.8 },
  CUT,
  { kind: 'fade', seconds: 1, blank: 0.2 },
  CUT,
  { kind: 'dissolve', seconds: 1.2 },
];

/**
 * Videos with known cuts: every kind of transition and what looks like one, in several styles. Each series has its own
 * pictures and lengths, so that rules tuned on one can be measured on another that nobody has looked at.
 */
export function cutVideos(series: number): TestVideo[] {
  const shots = (recipe: Recipe) => drawShots({ ...recipe, seed: recipe.seed + 1000 * series });
  return [
    { ...WIDE, name: 'cuts', shots: shots({ seed: 1, count: 14, frames: [22, 60], scene: lively }) },
    {
      ...WIDE,
      name: 'cuts-one-palette',
      shots: shots({ seed: 2, count: 12, frames: [25, 60], scene: (r) => ({ ...lively(r), palette: 5 }) }),
    },
    { ...WIDE, name: 'cuts-night', shots: shots({ seed: 3, count: 12, frames: [25, 60], scene: night }) },
    {
      ...WIDE,
      name: 'cuts-noise',
      shots: shots({ seed: 4, count: 10, frames: [25, 60], scene: (r) => ({ ...calm(r), noise: 14 }) }),
    },
    { ...WIDE, name: 'cuts-wild', shots: shots({ seed: 5, count: 14, frames: [25, 60], scene: wild }) },
    {
      ...WIDE,
      name: 'cuts-quick',
      shots: shots({ seed: 6, count: 24, frames: [16, 26], scene: lively }),
    },
    {
      ...WIDE,
      name: 'cuts-drawn',
      pace: constantPace(24),
      shots: shots({
        seed: 7,
        count: 12,
        frames: [24, 60],
        rate: 24,
        scene: (r) => ({ ...lively(r), surface: 'flat', drawings: r() < 0.5 ? 12 : 8, noise: 0 }),
      }),
    },
    {
      ...WIDE,
      name: 'cuts-slides',
      shots: shots({
        seed: 8,
        count: 9,
        frames: [50, 90],
        scene: (r) => ({ surface: r() < 0.5 ? 'slide' : 'texture', noise: 0 }),
      }),
      captions: Array.from({ length: 12 }, (_, index) => ({ from: index * 2 + 0.6, to: index * 2 + 1.9 })),
    },
    {
      ...WIDE,
      name: 'no-cut-pans',
      shots: [
        {
          scene: { seed: 901 + series, pan: 0.9, objects: 4, objectSpeed: 0.9, shake: 0.01 },
          seconds: 24,
        },
      ],
    },
    {
      ...WIDE,
      name: 'no-cut-objects',
      shots: [{ scene: { seed: 911 + series, objects: 14, objectSpeed: 1.6, zoom: 0.25 }, seconds: 20 }],
    },
    {
      ...WIDE,
      name: 'cuts-flashes',
      shots: shots({ seed: 10, count: 8, frames: [60, 90], scene: calm }),
      flashes: [
        { at: 0.8, frames: 1, level: 120 },
        { at: 1.6, frames: 2, level: 200 },
        { at: 4.2, frames: 1, level: -120 },
        { at: 5.4, frames: 2, level: 90, decay: 0.3 },
        { at: 7.0, frames: 1, level: 150 },
        { at: 7.2, frames: 1, level: 150 },
        { at: 7.4, frames: 1, level: 150 },
        { at: 10.1, frames: 2, level: 160 },
        { at: 13.0, frames: 3, level: 200 },
        { at: 14.2, frames: 1, level: 220 },
        { at: 16.1, frames: 40, level: 60 },
      ],
    },
    {
      ...WIDE,
      name: 'fades-black',
      shots: shots({
        seed: 11,
        count: 11,
        frames: [60, 90],
        scene: lively,
        joins: fades([0.6, 0], [1, 0.2], [1.6, 0.4], [2.4, 0], [3, 1], [0.8, 0.1]),
      }),
    },
    {
      ...WIDE,
      name: 'fades-white',
      shots: shots({
        seed: 12,
        count: 9,
        frames: [60, 90],
        scene: lively,
        joins: white(fades([0.8, 0], [1.2, 0.3], [2, 0.2])),
      }),
    },
    {
      ...WIDE,
      name: 'fades-one-side',
      shots: shots({
        seed: 13,
        count: 9,
        frames: [60, 90],
        scene: lively,
        joins: [
          { kind: 'fade', seconds: 1.6, blank: 0.2, only: 'out' },
          { kind: 'fade', seconds: 1.6, blank: 0.2, only: 'in' },
        ],
      }),
    },
    {
      ...WIDE,
      name: 'fades-night',
      shots: shots({
        seed: 14,
        count: 8,
        frames: [60, 90],
        scene: night,
        joins: fades([0.8, 0.1], [1.6, 0.2]),
      }),
    },
    {
      ...WIDE,
      name: 'dissolves-calm',
      shots: shots({
        seed: 15,
        count: 12,
        frames: [65, 90],
        scene: calm,
        joins: dissolves(0.4, 0.8, 1.2, 1.6, 2),
      }),
    },
    {
      ...WIDE,
      name: 'dissolves-lively',
      shots: shots({
        seed: 16,
        count: 12,
        frames: [65, 90],
        scene: lively,
        joins: dissolves(0.4, 0.7, 1, 1.5),
      }),
    },
    {
      ...WIDE,
      name: 'dissolves-one-palette',
      shots: shots({
        seed: 17,
        count: 10,
        frames: [65, 90],
        scene: (r) => ({ ...calm(r), palette: 9 }),
        joins: dissolves(0.5, 1, 1.5),
      }),
    },
    {
      ...WIDE,
      name: 'dissolves-night',
      shots: shots({ seed: 18, count: 8, frames: [65, 90], scene: night, joins: dissolves(0.6, 1, 1.4) }),
    },
    {
      ...WIDE,
      name: 'mixed-coarse',
      quality: 36,
      shots: shots({ seed: 19, count: 13, frames: [50, 80], scene: lively, joins: MIXED }),
    },
    {
      ...WIDE,
      name: 'mixed-changing-rate',
      pace: changingPace(30, 450, 12),
      shots: shots({ seed: 20, count: 13, frames: [50, 80], rate: 24, scene: lively, joins: MIXED }),
    },
    {
      ...WIDE,
      name: 'mixed-uneven-rate',
      pace: unevenPace(24),
      shots: shots({ seed: 21, count: 13, frames: [50, 80], rate: 24, scene: lively, joins: MIXED }),
    },
    {
      name: 'mixed-upright-60',
      width: 144,
      height: 256,
      pace: constantPace(60),
      shots: shots({ seed: 22, count: 8, frames: [45, 70], scene: lively, joins: MIXED }),
    },
    {
      ...WIDE,
      name: 'mixed-film',
      pace: constantPace(24),
      shots: shots({
        seed: 23,
        count: 13,
        frames: [48, 80],
        rate: 24,
        joins: MIXED,
        scene: (r) => ({ ...lively(r), bars: 0.25, noise: 4 }),
      }),
    },
  ];
}
