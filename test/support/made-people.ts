import type { Appearance } from '../../src/domain/identity/appearance.ts';
import { unit } from '../../src/domain/vector.ts';
import { createRandom } from './cuts/random.ts';

/** What the made library holds. */
export interface MadePeople {
  readonly seed: number;
  readonly tracks: number;
  readonly people: number;
  /** How many of the people are the sibling of another: cosine of their centres 0.3–0.4. */
  readonly siblings?: number;
  /** How many are the twin of another, cosine of the centres 0.95; they are often seen together. */
  readonly twins?: number;
  /** Tracks of people who are seen once, of the whole. */
  readonly passers?: number;
  /** Shots in which a second person is seen whose vector is nearly the first one's (a poster, a fault of the model). */
  readonly doubles?: number;
  /** How much more often some people are seen: 0 all alike, 1 as in Zipf's law. */
  readonly unequal?: number;
  readonly dimension?: number;
}

export interface MadeTracks {
  readonly tracks: readonly Appearance[];
  /** Who is seen in each. */
  readonly truth: readonly number[];
}

const FRAME = 4_000_000;

/**
 * Tracks with vectors as SFace's scatter: the cosine of two tracks of one person is about 0.6 on average with a tail to
 * 0.3, of strangers 0.03 with a standard deviation of 0.1 (docs/decisions/035-people.md says where that is from). Tracks of one person in one video
 * resemble each other more; one track in sixteen is bad, and bad ones resemble each other.
 */
export function makePeople(wish: MadePeople): MadeTracks {
  const random = createRandom(wish.seed);
  const draw = createDirections(random, wish.dimension ?? 128);
  const common = draw();
  const blur = draw();
  const centres: Float64Array[] = [];
  for (let person = 0; person < wish.people; person++) {
    const kin = person % 2 === 1 && person < 2 * ((wish.siblings ?? 0) + (wish.twins ?? 0));
    const alike = person < 2 * (wish.twins ?? 0) ? 0.95 : 0.3 + 0.1 * random();
    centres.push(kin ? leaning(centres[person - 1]!, draw(), alike) : mixed([0.17, common], [1, draw()]));
  }
  // Kin come first and are seen least.
  const share = centres.map((_, person) => 1 / (wish.people - person) ** (wish.unequal ?? 0));
  const pick = createPicker(share, random);
  const tracks: Appearance[] = [];
  const truth: number[] = [];
  let doubles = wish.doubles ?? 0;
  for (let video = 0; tracks.length < wish.tracks; video++) {
    const cast = castOf(video, pick, wish, random);
    const sessions = new Map<number, Float64Array>();
    for (let shot = 0; shot < 12 && tracks.length < wish.tracks; shot++) {
      const frames = 1 + Math.floor(random() * 5);
      const seen = seenIn(cast, random);
      if (random() < (wish.passers ?? 0) * 3) seen.push(-1);
      const before = tracks.length;
      for (const someone of seen.slice(0, wish.tracks - tracks.length)) {
        const person = someone >= 0 ? someone : centres.push(mixed([0.17, common], [1, draw()])) - 1;
        const session = sessions.get(person) ?? draw();
        sessions.set(person, session);
        const bad = random() < 1 / 16;
        const fidelity = bad ? 0.35 + 0.3 * random() : Math.max(0.3, 0.87 + 0.06 * Math.log(1 - random()));
        const own = mixed([0.6, session], [0.8, draw()], [bad ? 0.4 : 0, blur]);
        const vector = unit(leaning(centres[person]!, own, fidelity));
        const quality = Math.min(1, Math.max(0.05, (fidelity - 0.2) / 0.7 + 0.2 * (random() - 0.5)));
        const times = Array.from({ length: frames }, (_, at) => (shot * 10 + at) * FRAME);
        // Some are seen a frame later than others of the shot.
        if (frames > 1 && random() < 0.3) times.shift();
        tracks.push({ key: `${video}/${shot}/${tracks.length - before}`, video, times, vector, quality });
        truth.push(person);
      }
      if (doubles > 0 && tracks.length > before && tracks.length < wish.tracks) {
        doubles--;
        const first = tracks[before]!;
        const vector = unit(leaning(Float64Array.from(first.vector!), draw(), 0.97));
        tracks.push({ ...first, key: `${video}/${shot}/double`, vector });
        truth.push(centres.push(Float64Array.from(vector)) - 1);
      }
    }
  }
  return { tracks, truth };
}

function castOf(video: number, pick: () => number, wish: MadePeople, random: () => number): number[] {
  const cast = new Set<number>();
  const most = Math.min(wish.people, 2 + Math.floor(random() * 6));
  // Each in turn opens a video, so that everyone is seen.
  cast.add((wish.unequal ?? 0) > 0 ? pick() : video % wish.people);
  for (let tries = 0; cast.size < most && tries < 50; tries++) {
    const person = pick();
    cast.add(person);
    if (person < 2 * (wish.twins ?? 0)) cast.add(person ^ 1);
  }
  return [...cast];
}

/** One to four of a cast, none twice. */
function seenIn(cast: readonly number[], random: () => number): number[] {
  const count = 1 + Math.floor(random() ** 2 * Math.min(4, cast.length));
  const left = [...cast];
  return Array.from({ length: Math.min(count, left.length) }, () => {
    return left.splice(Math.floor(random() * left.length), 1)[0]!;
  });
}

function createPicker(share: readonly number[], random: () => number): () => number {
  const sums: number[] = [];
  let sum = 0;
  for (const part of share) {
    sum += part;
    sums.push(sum);
  }
  return () => {
    const at = random() * sum;
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! < at) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

/** Directions whose cosines have a standard deviation of 0.1 in 128 dimensions: some dimensions count more than others. */
function createDirections(random: () => number, dimension: number): () => Float64Array {
  return () => {
    const vector = new Float64Array(dimension);
    for (let at = 0; at < dimension; at += 2) {
      // Box and Muller: two normal numbers from two even ones.
      const radius = Math.sqrt(-2 * Math.log(1 - random()));
      const angle = 2 * Math.PI * random();
      vector[at] = radius * Math.cos(angle) * (1.6 - (1.2 * at) / dimension);
      if (at + 1 < dimension) vector[at + 1] = radius * Math.sin(angle) * (1.6 - (1.2 * at) / dimension);
    }
    return scaled(vector);
  };
}

function scaled(vector: Float64Array): Float64Array {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

function mixed(...parts: readonly (readonly [number, Float64Array])[]): Float64Array {
  const sum = new Float64Array(parts[0]![1].length);
  for (const [weight, vector] of parts)
    for (let at = 0; at < sum.length; at++) sum[at]! += weight * vector[at]!;
  return scaled(sum);
}

/** The direction with the given cosine to a centre, leaning towards another direction. */
function leaning(centre: Float64Array, towards: Float64Array, cosine: number): Float64Array {
  let along = 0;
  for (let at = 0; at < centre.length; at++) along += centre[at]! * towards[at]!;
  const beside = scaled(towards.map((value, at) => value - along * centre[at]!));
  return mixed([cosine, centre], [Math.sqrt(1 - cosine * cosine), beside]);
}
