import { describe, expect, it } from 'vitest';
import { segment } from '../../support/said.ts';
import { searchRig } from '../../support/search-rig.ts';

describe('a moment to find others like', () => {
  it('is left out where it is a photo, which lasts for no time', async () => {
    const photo = (name: string, dogs: number) => ({ name, frames: [[0, { dog: dogs, grass: 1 }]] as const });
    const rig = searchRig([photo('one.jpg', 3), photo('two.jpg', 2), photo('three.jpg', 1)]);
    const found = await rig.find('', { like: 'one.jpg@0' });
    expect(found.map(({ name }) => name)).toEqual(['two.jpg', 'three.jpg']);
  });
});

describe('what may not be said', () => {
  const said = [
    segment(0, 'the boat comes', { end: 2_000_000 }),
    segment(2, 'a storm', { end: 3_000_000, language: 'de' }),
    segment(3, 'the boat leaves', { end: 5_000_000 }),
  ];

  it('is in no moment that sentences before and after it would make', async () => {
    const rig = searchRig([{ name: 'a.mp4', length: 60, said }]);
    expect(await rig.find('said:boat')).toMatchObject([{ from: 0, to: 5 }]);
    for (const query of ['said:boat -said:storm', 'said:boat -lang:de', 'boat -said:storm'])
      expect(await rig.find(query), query).toMatchObject([
        { from: 0, to: 2 },
        { from: 3, to: 5 },
      ]);
  });

  it('is in no moment of something seen and something said, before and after it', async () => {
    const rig = searchRig([
      {
        name: 'a.mp4',
        length: 60,
        cuts: [0, 3, 10],
        frames: [
          [1, { grass: 1 }],
          [5, { boat: 1 }],
        ],
        said: said.slice(0, 2),
      },
    ]);
    const [all] = await rig.find('boat', { minConfidence: 0 });
    expect(all).toMatchObject({ from: 0, to: 10 });
    for (const query of ['boat -said:storm', 'boat -lang:de']) {
      const found = await rig.find(query, { minConfidence: 0 });
      for (const { from, to } of found) expect(from >= 3 || to <= 2, `${query}: ${from} to ${to}`).toBe(true);
      expect(found.length).toBeGreaterThan(0);
    }
  });
});

describe('a sentence that is sure enough', () => {
  it('is found though one beside it has more of the words and is less sure', async () => {
    const rest = Array.from({ length: 20 }, (_, at) => segment(100 + 10 * at, `nothing ${at}`));
    // The first only begins with the words, time and again; the second says them, and much else.
    const said = [
      segment(0, 'boats storms boats storms boats storms', { end: 2_000_000 }),
      segment(2, `boat storm ${'and so on and on '.repeat(12)}`, { end: 4_000_000 }),
      ...rest,
    ];
    const rig = searchRig([{ name: 'a.mp4', length: 500, said }]);
    const all = await rig.find('boat storm', { minConfidence: 0 });
    expect(all).toMatchObject([{ from: 0, to: 4, confidence: 0.25 }]);
    expect(await rig.find('boat storm')).toMatchObject([{ from: 2, to: 4, confidence: 1 }]);
  });
});

describe('a volume', () => {
  it('is known also to a part that is looked for in few videos', async () => {
    const others = Array.from({ length: 200 }, (_, at) => ({
      name: `${at}.mp4`,
      volume: 'archive',
      length: 10,
      cuts: [0, 10],
      frames: [[1, { boat: 1, grass: at / 1000 }]] as const,
    }));
    const rig = searchRig([
      ...others,
      {
        name: 'home.mp4',
        length: 10,
        cuts: [0, 10],
        frames: [[1, { boat: 1 }]],
        said: [segment(1, 'a storm')],
      },
    ]);
    expect(await rig.find('said:storm & (boat on:archive)', { channels: 'sight,words' })).toEqual([]);
    expect(await rig.find('said:storm & (boat on:home)', { channels: 'sight,words' })).toHaveLength(1);
    await expect(rig.find('said:storm & (boat on:attic)', { channels: 'sight,words' })).rejects.toThrow(
      'column 20: no video of the library is on a volume called attic: archive, home',
    );
  });
});

describe('the best time of a moment', () => {
  it('lies in it, where its best part reaches beyond what both have in common', async () => {
    const rig = searchRig([
      {
        name: 'a.mp4',
        length: 60,
        cuts: [0, 20, 60],
        frames: [
          [2, { boat: 1 }],
          [15, { boat: 1, grass: 0.3 }],
          [40, { grass: 1 }],
        ],
        said: [segment(12, 'a storm', { end: 16_000_000 })],
      },
    ]);
    const [both] = await rig.find('boat & said:storm', { channels: 'sight,words', minConfidence: 0 });
    expect(both).toMatchObject({ from: 12, to: 16, best: 12 });
  });
});

describe('what is wanted and what is unwanted', () => {
  it('is refused where both cancel each other out', async () => {
    const rig = searchRig([{ name: 'a.mp4', length: 10, cuts: [0, 10], frames: [[1, { boat: 1 }]] }]);
    await expect(rig.find('boat -2:boat')).rejects.toMatchObject({ code: 'usage' });
    expect(await rig.find('boat -1:boat')).toHaveLength(1);
  });
});

describe('the ends of a moment', () => {
  /** A video of one shot in which a boat comes and goes ten times. */
  const passing = (name: string, most: number) => ({
    name,
    length: 600,
    cuts: [0, 600],
    frames: Array.from({ length: 120 }, (_, at) => {
      const boat = most * Math.max(0, 1 - Math.abs((at % 12) - 6) / 6);
      return [5 * at + 1, { boat, grass: 1 }] as const;
    }),
  });

  it('are the same however many moments are asked for', async () => {
    const rig = searchRig(Array.from({ length: 20 }, (_, at) => passing(`${at}.mp4`, 1 + at / 7)));
    const [few, many] = [await rig.find('boat', { limit: 5 }), await rig.find('boat', { limit: 500 })];
    expect(many.length).toBeGreaterThan(100);
    expect(few).toEqual(many.slice(0, 5));
  });

  it('are the same where the next frame of the shot lies minutes behind', async () => {
    const slides = {
      name: 'slides.mp4',
      length: 900,
      cuts: [0, 900],
      frames: [
        [150, { grass: 1 }],
        [450, { boat: 1 }],
        [750, { grass: 1 }],
      ] as const,
    };
    const rig = searchRig([slides, ...Array.from({ length: 20 }, (_, at) => passing(`${at}.mp4`, 1))]);
    const [few, many] = [await rig.find('boat', { limit: 1 }), await rig.find('boat', { limit: 5000 })];
    expect(few).toMatchObject([{ name: 'slides.mp4', best: 450 }]);
    expect(few).toEqual(many.slice(0, 1));
  });
});

describe('a description with something unwanted', () => {
  const WORDS = [
    'grass',
    'tree',
    'house',
    'road',
    'lake',
    'hill',
    'field',
    'wall',
    'roof',
    'door',
    'bird',
    'cow',
  ];
  /** Between each two of them something else is seen. */
  const shots = (name: string, count: number, about: (at: number) => Record<string, number>) => ({
    name,
    length: 20 * count,
    cuts: Array.from({ length: 2 * count + 1 }, (_, at) => 10 * at),
    frames: Array.from({ length: 2 * count }, (_, at) => {
      const shown = at % 2 === 0 ? about(at / 2) : { sky: 1 };
      return [10 * at + 5, shown] as const;
    }),
  });
  const ordinary = (count: number) =>
    shots('ordinary.mp4', count, (at) => ({ [WORDS[at % 12]!]: 1, [WORDS[(at * 5 + 1) % 12]!]: 0.5 }));
  /** More of a city than those by day, and of the night enough to be no answer. */
  const night = (count: number) =>
    shots('night.mp4', count, (at) => ({ city: 0.85, night: 0.5, hill: 0.1 + at / (10 * count) }));
  const day = shots('day.mp4', 5, (at) => ({ city: 0.55, field: 0.6, road: 0.6 + at / 50 }));

  it.each([
    ['few', 60, 100],
    ['many', 700, 400],
  ])('is found behind all that shows it, among %s frames', async (_, nights, others) => {
    const rig = searchRig([ordinary(others), night(nights), day]);
    rig.calibrate(0.12);
    expect((await rig.find('city'))[0]).toMatchObject({ name: 'night.mp4' });
    const found = await rig.find('city -night', { limit: 3 });
    expect(found.map(({ name }) => name)).toEqual(['day.mp4', 'day.mp4', 'day.mp4']);
    expect(await rig.find('zebra -night')).toEqual([]);
  });
});
