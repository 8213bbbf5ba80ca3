import { describe, expect, it } from 'vitest';
import type { Appearance } from '../../../src/domain/identity/appearance.ts';
import { groupTracks } from '../../../src/domain/identity/group-tracks.ts';
import type { GroupingOptions } from '../../../src/domain/identity/grouping.ts';
import { type UnitVector, unit } from '../../../src/domain/vector.ts';

const D = 16;
/** One of some directions at right angles. */
const axis = (at: number): UnitVector => unit(Array.from({ length: D }, (_, other) => Number(other === at)));
/** A vector at a cosine to a direction, leaning to another one. */
const near = (at: number, cosine: number, towards: number): UnitVector =>
  unit(axis(at).map((value, place) => cosine * value + (place === towards ? Math.sqrt(1 - cosine ** 2) : 0)));

let made = 0;
function track(
  vector: UnitVector | undefined,
  video: number | string = `own ${made++}`,
  time = 0,
): Appearance {
  return { key: String(made++).padStart(6, '0'), video, times: [time], vector, quality: 1 };
}

/** Groups by the places of tracks, each and all ascending. */
function partition(tracks: readonly Appearance[], options?: GroupingOptions): number[][] {
  const groups = groupTracks(tracks, options).groups.map((group) => group.tracks.toSorted((a, b) => a - b));
  return groups.toSorted((a, b) => (a[0] ?? -1) - (b[0] ?? -1));
}

describe('groupTracks by vectors', () => {
  it('joins tracks from the published cosine and leaves those below it apart', () => {
    expect(partition([track(axis(0)), track(near(0, 0.364, 1))])).toEqual([[0, 1]]);
    expect(partition([track(axis(0)), track(near(0, 0.362, 1))])).toEqual([[0], [1]]);
  });

  it('takes the mean over all pairs of two groups, not the best pair', () => {
    // The third is at 0.5 to the second and at 0.1 to the first: 0.3 on average.
    const third = unit([0.1, 0.5 / Math.sqrt(0.36) - (0.8 * 0.1) / 0.6, 0.7, ...new Array(D - 3).fill(0)]);
    const second = near(0, 0.8, 1);
    expect(partition([track(axis(0)), track(second), track(third)])).toEqual([[0, 1], [2]]);
  });

  it('weighs tracks by their quality', () => {
    const [good, bad] = [track(axis(0)), track(near(0, 0.5, 1))];
    const third = track(near(0, 0.5, 2));
    // Mean cosines of 0.5 and 0.25: 0.375 with equal weights, less where the second counts more.
    expect(partition([good, bad, third])).toEqual([[0, 1, 2]]);
    expect(partition([{ ...good, quality: 0.1 }, bad, third])).toEqual([[0, 1], [2]]);
  });

  it('takes no track and one', () => {
    expect(groupTracks([])).toEqual({ groups: [], doubtful: [], refused: [] });
    expect(partition([track(axis(0))])).toEqual([[0]]);
  });

  it('leaves tracks without a vector by themselves', () => {
    expect(partition([track(undefined), track(undefined), track(axis(0)), track(axis(0))])).toEqual([
      [0],
      [1],
      [2, 3],
    ]);
  });

  it('joins only equal vectors at threshold 1, and at 0 all that one frame does not show', () => {
    // Rounded to 32 bits, this one's cosine to itself is 1 - 2e-8.
    const a = unit(Array.from({ length: D }, (_, at) => Math.sin(38 * (at + 1))));
    const b = near(0, 0.999, 1);
    expect(partition([track(a), track(a), track(b)], { rules: { threshold: 1 } })).toEqual([[0, 1], [2]]);
    const some = [track(axis(0), 'v'), track(near(0, 0.3, 1), 'v'), track(near(0, 0.3, 1))];
    expect(partition(some, { rules: { threshold: 0, spread: 0 } })).toEqual([[0], [1, 2]]);
  });

  it('asks more of single tracks the more strangers there are', () => {
    const strangers = Array.from({ length: 400 }, () => {
      return track(unit(Array.from({ length: 128 }, (_, at) => Math.sin((at + 1) * (made + 3) * 1.7))));
    });
    const wide = (values: readonly number[]) => unit([...values, ...new Array(128 - values.length).fill(0)]);
    const pair = [track(wide([1])), track(wide([0.37, Math.sqrt(1 - 0.37 ** 2)]))];
    expect(partition(pair)).toEqual([[0, 1]]);
    // The most similar of 402 strangers is at 0.35 by chance with a spread of 0.1, at 0.42 with 0.12.
    const apart = partition([...pair, ...strangers], { rules: { spread: 0.12 } });
    expect(apart).toContainEqual([0]);
    expect(apart).toContainEqual([1]);
  });

  it('works with vectors of any length', () => {
    expect(partition([track(unit([1, 0, 0])), track(unit([1, 0.1, 0])), track(unit([0, 0, 1]))])).toEqual([
      [0, 1],
      [2],
    ]);
  });
});

describe('groupTracks and frames', () => {
  it('never joins two tracks of one frame, were they equal', () => {
    expect(partition([track(axis(0), 'v', 5), track(axis(0), 'v', 5)])).toEqual([[0], [1]]);
    expect(partition([track(axis(0), 'v', 5), track(axis(0), 'w', 5)])).toEqual([[0, 1]]);
    expect(partition([track(axis(0), 'v', 5), track(axis(0), 'v', 6)])).toEqual([[0, 1]]);
  });

  it('keeps all of a frame apart', () => {
    const crowd = Array.from({ length: 50 }, () => track(axis(0), 'v', 1));
    expect(partition(crowd)).toHaveLength(50);
  });

  it('keeps apart what is seen together with a part of the group', () => {
    const tracks = [
      track(axis(0), 'v', 1),
      track(near(0, 0.9, 1), 'v', 1),
      track(near(0, 0.95, 2)),
      track(axis(5)),
    ];
    const groups = partition(tracks, { rules: { rival: -2 } });
    expect(groups).toEqual([[0, 2], [1], [3]]);
  });

  it('leaves apart what fits two people of one frame alike, and lists it first', () => {
    const tracks = [track(near(0, 0.9, 1), 'v', 1), track(near(0, 0.9, 2), 'v', 1), track(axis(0))];
    const found = groupTracks(tracks);
    expect(found.groups.map((group) => group.tracks)).toEqual([[0], [1], [2]]);
    expect(found.doubtful.map(({ a, b }) => [a, b])).toEqual([
      [0, 2],
      [1, 2],
    ]);
    for (const { short, similarity } of found.doubtful) {
      expect(short).toBeLessThan(0);
      expect(similarity).toBeCloseTo(0.9, 5);
    }
  });
});

describe('groupTracks and its later rounds', () => {
  it('finds those whom a crowd of neighbours hid at first', () => {
    // Two tracks at 0.4 to each other and at 0.5 to thirty tracks of somebody who is seen beside both.
    const beside = (0.4 - 0.25) / Math.sqrt(0.75);
    const rest = new Array(D - 3).fill(0);
    const tracks = [
      track(unit([0.5, Math.sqrt(0.75), 0, ...rest]), 'v'),
      track(unit([0.5, beside, Math.sqrt(0.75 - beside ** 2), ...rest]), 'w'),
      ...['v', 'w', ...Array.from({ length: 28 }, () => undefined)].map((video) => track(axis(0), video)),
    ];
    expect(partition(tracks, { rules: { rival: -2 } }).map((group) => group.length)).toEqual([2, 30]);
  });
});

describe('groupTracks and doubtful pairs', () => {
  it('lists pairs that fall little short, the least short first', () => {
    const tracks = [
      track(axis(0)),
      track(near(0, 0.3, 1)),
      track(axis(4)),
      track(near(4, 0.34, 5)),
      track(axis(8)),
    ];
    tracks.push(track(near(8, 0.25, 9)));
    const { doubtful } = groupTracks(tracks);
    expect(doubtful.map(({ a, b }) => [a, b])).toEqual([
      [2, 3],
      [0, 1],
    ]);
    expect(doubtful[0]!.similarity).toBeCloseTo(0.34, 5);
    expect(doubtful[0]!.short).toBeCloseTo(0.363 - 0.34, 4);
  });

  it('lists no pair that can’t be one person, and no more than asked for', () => {
    expect(groupTracks([track(axis(0), 'v'), track(near(0, 0.34, 1), 'v')]).doubtful).toEqual([]);
    const tracks = [track(axis(0)), track(near(0, 0.3, 1)), track(axis(4)), track(near(4, 0.34, 5))];
    expect(groupTracks(tracks, { rules: { mostDoubtful: 1 } }).doubtful).toHaveLength(1);
  });
});

describe('groupTracks and decisions', () => {
  const same = (a: number, b: number) => ({ same: true, track: a, other: b });
  const apart = (a: number, b: number) => ({ same: false, track: a, other: b });

  it('joins what the user says is one person, tracks without vectors too', () => {
    const tracks = [track(axis(0)), track(axis(1)), track(undefined), track(axis(5))];
    expect(partition(tracks, { decisions: [same(0, 1), same(2, 0)] })).toEqual([[0, 1, 2], [3]]);
    expect(partition(tracks, { decisions: [same(2, 3)] })).toEqual([[0], [1], [2, 3]]);
  });

  it('keeps apart what the user says is not, with all that belongs to either', () => {
    const tracks = [track(axis(0)), track(axis(0)), track(axis(0)), track(axis(0))];
    const groups = partition(tracks, { decisions: [same(0, 2), apart(2, 1)] });
    expect(groups.find((group) => group.includes(0))).toContain(2);
    expect(groups.find((group) => group.includes(0))).not.toContain(1);
  });

  it('lets the later of two contradicting decisions hold, and tells of the other', () => {
    const tracks = [track(axis(0)), track(axis(1)), track(axis(2))];
    const later = groupTracks(tracks, { decisions: [apart(0, 1), same(0, 2), same(1, 2)] });
    expect(later.groups.map((group) => group.tracks)).toEqual([[0, 1, 2]]);
    expect(later.refused).toEqual([0]);
    const earlier = groupTracks(tracks, { decisions: [same(0, 2), same(1, 2), apart(0, 1)] });
    expect(earlier.groups.map((group) => group.tracks)).toEqual([[0], [1, 2]]);
    expect(earlier.refused).toEqual([0]);
  });

  it('refuses to make one person of two that one frame shows, also through others', () => {
    const tracks = [track(axis(0), 'v'), track(axis(1), 'v'), track(axis(2))];
    expect(groupTracks(tracks, { decisions: [same(0, 1)] }).refused).toEqual([0]);
    expect(groupTracks(tracks, { decisions: [same(0, 2), same(2, 1)] }).refused).toEqual([0]);
    expect(groupTracks(tracks, { decisions: [apart(0, 0)] }).refused).toEqual([0]);
  });

  it('says which group is which person, and never joins two people', () => {
    const tracks = [track(axis(0)), track(axis(0)), track(axis(0))];
    const { groups } = groupTracks(tracks, {
      decisions: [
        { same: true, track: 0, person: 7 },
        { same: true, track: 1, person: 9 },
      ],
      rules: { rival: -2 },
    });
    expect(groups).toEqual([
      { tracks: [0, 2], person: 7 },
      { tracks: [1], person: 9 },
    ]);
  });

  it('keeps a track from a person that it is said not to be', () => {
    const tracks = [track(axis(0)), track(axis(0))];
    const { groups } = groupTracks(tracks, {
      decisions: [
        { same: true, track: 0, person: 7 },
        { same: false, track: 1, person: 7 },
      ],
    });
    expect(groups).toEqual([
      { tracks: [0], person: 7 },
      { tracks: [1], person: undefined },
    ]);
  });

  it('refuses a decision about a track that there is not', () => {
    expect(() => groupTracks([track(axis(0))], { decisions: [same(0, 1)] })).toThrow(/track 1/);
    expect(() => groupTracks([], { decisions: [{ same: true, track: 0, person: 1 }] })).toThrow(RangeError);
  });
});

describe('groupTracks and reference photos', () => {
  it('gives tracks like a photo to its person, also without a decision', () => {
    const tracks = [track(near(0, 0.6, 1)), track(near(0, 0.6, 2)), track(axis(5))];
    const { groups } = groupTracks(tracks, { references: [{ same: true, person: 4, vector: axis(0) }] });
    expect(groups).toEqual([
      { tracks: [0, 1], person: 4 },
      { tracks: [2], person: undefined },
    ]);
  });

  it('keeps from a person who is more like a photo of somebody else', () => {
    const lookalike = near(0, 0.6, 1);
    const tracks = [track(near(0, 0.9, 3)), track(near(0, 0.62, 1))];
    const photo = { same: true, person: 4, vector: axis(0) };
    expect(groupTracks(tracks, { references: [photo] }).groups).toHaveLength(1);
    const { groups } = groupTracks(tracks, {
      references: [photo, { same: false, person: 4, vector: lookalike }],
    });
    expect(groups).toEqual([
      { tracks: [0], person: 4 },
      { tracks: [1], person: undefined },
    ]);
  });

  it('tells of a person who is seen nowhere', () => {
    const { groups } = groupTracks([track(axis(1))], {
      references: [{ same: true, person: 4, vector: axis(0) }],
    });
    expect(groups).toContainEqual({ tracks: [], person: 4 });
  });

  it('holds a person to several photos', () => {
    const references = [axis(0), axis(1)].map((vector) => ({ same: true, person: 4, vector }));
    const tracks = [track(near(0, 0.7, 1))];
    expect(groupTracks(tracks, { references }).groups).toEqual([{ tracks: [0], person: 4 }]);
  });
});

describe('groupTracks and the forgotten', () => {
  it('puts no track that is left out into a group, and uses neither its vector nor what was decided about it', () => {
    const bridge = near(0, Math.SQRT1_2, 1);
    const tracks = [track(axis(0)), track(bridge), track(axis(1))];
    expect(partition(tracks)).toHaveLength(2);
    const { groups, refused, doubtful } = groupTracks(tracks, {
      leftOut: [1],
      decisions: [
        { same: true, track: 0, other: 1 },
        { same: true, track: 1, other: 2 },
      ],
    });
    expect(groups.map((group) => group.tracks)).toEqual([[0], [2]]);
    expect(refused).toEqual([0, 1]);
    expect(doubtful).toEqual([]);
  });
});

describe('groupTracks refuses', () => {
  const broken = Float32Array.from([Number.NaN, 1]) as UnitVector;
  const long = Float32Array.from([1, 1]) as UnitVector;

  it.each([
    ['NaN in a vector', [track(broken)]],
    ['a vector that is not of length 1', [track(long)]],
    ['vectors of different lengths', [track(axis(0)), track(unit([1, 0]))]],
    ['a quality of 0', [{ ...track(axis(0)), quality: 0 }]],
    ['a quality of NaN', [{ ...track(axis(0)), quality: Number.NaN }]],
    ['a quality above 1', [{ ...track(axis(0)), quality: 1.5 }]],
    [
      'one key for two tracks',
      [
        { ...track(axis(0)), key: 'x' },
        { ...track(axis(1)), key: 'x' },
      ],
    ],
  ])('%s', (_, tracks) => {
    expect(() => groupTracks(tracks)).toThrow(RangeError);
  });

  it('a rule that is no number, and a reference with NaN', () => {
    expect(() => groupTracks([], { rules: { threshold: Number.NaN } })).toThrow(/threshold/);
    expect(() => groupTracks([], { references: [{ same: true, person: 1, vector: broken }] })).toThrow(
      RangeError,
    );
  });
});
