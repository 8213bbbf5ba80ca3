import { describe, expect, it } from 'vitest';
import { createSegmentStore } from '../../../src/adapters/sqlite/create-segment-store.ts';
import { createTextSearch } from '../../../src/adapters/sqlite/create-text-search.ts';
import { searchWords } from '../../../src/app/search/search-words.ts';
import { foldText } from '../../../src/domain/speech/fold-text.ts';
import { dot, unit } from '../../../src/domain/vector.ts';
import { fingerprintOf, newLibrary, randomNumbers, SPACE } from '../../support/library.ts';
import { SENTENCES, say, segment } from '../../support/said.ts';

function rig(...texts: readonly (readonly string[])[]) {
  const { database, videos } = newLibrary();
  const ids = texts.map((said, index) => {
    const video = videos.addVideo(fingerprintOf(String(index)));
    say(
      database,
      video,
      said.map((text, number) => segment(number * 10, text)),
    );
    return video;
  });
  const search = createTextSearch(database);
  const literal = (words: readonly string[]) =>
    words.map((word) => ({ text: foldText(word).text, whole: false }));
  return {
    search,
    videos: ids,
    find: (wanted: readonly string[], required: readonly string[] = [], of?: readonly number[]) =>
      searchWords(
        { required: literal(required), excluded: [], wanted: literal(wanted) },
        20,
        search,
        of === undefined ? {} : { videos: of },
      ).map(({ text }) => text),
  };
}

const STORIES = [
  'The rocket rises slowly.',
  'A rocket flies to the moon.',
  'The moon is far away, the moon is cold.',
  'The cat sleeps.',
  'The dog runs to the house.',
  'A house by the sea.',
];

describe('words', () => {
  it('come with all of them first, then with most of what they tell', () => {
    const { find } = rig(STORIES);
    expect(find(['moon', 'rocket'])[0]).toBe(STORIES[1]);
    expect(find(['the', 'rocket', 'moon', 'far'])[0]).toBe(STORIES[2]);
    expect(find(['moon'])).toEqual([STORIES[2], STORIES[1]]);
    expect(find(['moon', 'zebra', 'giraffe'])).toEqual([]);
  });

  it('all of them count for more than one of them often', () => {
    const complete = `the zebra ${'walks on and on through tall grass '.repeat(9)}`;
    const { find } = rig([...STORIES, 'zebra zebra zebra', complete]);
    expect(find(['the', 'zebra'])).toEqual([complete, 'zebra zebra zebra']);
  });

  it('that are common find nothing by themselves beside rarer ones', () => {
    expect(rig(STORIES).find(['the', 'cat'])).toEqual([STORIES[3]]);
  });

  it('that are required must all occur, and others only change the order', () => {
    const { find } = rig(STORIES);
    expect(find([], ['the', 'moon']).sort()).toEqual([STORIES[1], STORIES[2]].sort());
    expect(find(['rocket'], ['moon'])).toEqual([STORIES[1], STORIES[2]]);
    expect(find(['rocket'], ['cat'])).toEqual([STORIES[3]]);
  });

  it.each([
    ['바다', 4],
    ['학교', 4],
    ['부산', 5],
    ['東京', 6],
    ['タワー', 6],
    ['がんばって', 7],
    ['かん', 7],
    ['北京', 8],
    ['長', 8],
    ['strasse', 9],
    ['οδος', 9],
    ['NASS', 9],
    ['cafe', 3],
    ["don't", 3],
    ['naïve', 3],
    ['to', 3],
  ])('are found in any language, however short: %s', (word, number) => {
    const { find } = rig(SENTENCES.map(({ text }) => text));
    expect(find([], [word])).toContain(SENTENCES[number]!.text);
    expect(find([word])).toContain(SENTENCES[number]!.text);
  });

  it('are found only in the videos that are asked', () => {
    const { find, videos } = rig(STORIES, ['A red moon.', 'We go.'], ['Another moon.']);
    expect(find(['moon'], [], [videos[1]!])).toEqual(['A red moon.']);
    expect(find([], ['we'], videos.slice(1))).toEqual(['We go.']);
    expect(find(['moon'], [], [])).toEqual([]);
  });

  it('are counted as they occur', () => {
    const { search } = rig(STORIES);
    expect(search.statistics(['moon', 'the', 'to', 'zebra', 'a'])).toEqual({
      segments: 6,
      meanLength: expect.closeTo(STORIES.join('').length / 6, 10),
      frequencies: [2, 6, 2, 0, 4],
    });
  });

  it('are not there in a library without speech', () => {
    const { search, find } = rig();
    expect(search.hasSegments()).toBe(false);
    expect(find(['moon'])).toEqual([]);
    expect(find([], ['to'])).toEqual([]);
  });
});

describe('passages', () => {
  it('come nearest first, as a comparison with every vector gives them', () => {
    const { database, videos } = newLibrary();
    const store = createSegmentStore(database);
    const space = store.ensureSpace({ ...SPACE, weights: 'text' });
    const random = randomNumbers(2);
    const randomUnit = () => unit(Array.from({ length: SPACE.dimension }, () => random() - 0.5));
    const all: { video: number; start: number; vector: ReturnType<typeof randomUnit> }[] = [];
    for (let index = 0; index < 8; index++) {
      const video = videos.addVideo(fingerprintOf(String(index)));
      const passages = Array.from({ length: 12 }, (_, first) => ({
        first,
        last: first + 1,
        vector: randomUnit(),
      }));
      say(
        database,
        video,
        Array.from({ length: 13 }, (_, number) => segment(number * 4, `sentence ${number}`)),
        { space, passages },
      );
      all.push(...passages.map(({ first, vector }) => ({ video, start: first * 4_000_000, vector })));
    }
    const search = createTextSearch(database);
    const [held] = search.spaces();
    expect(held).toMatchObject({ holds: 'passages', vectors: 96 });
    for (let round = 0; round < 10; round++) {
      const query = randomUnit();
      const byHand = all
        .filter(({ video }) => round % 2 === 0 || video === 3)
        .map(({ video, start, vector }) => ({ video, start, score: dot(query, vector) }))
        .sort((a, b) => b.score - a.score)
        .slice(0, 7);
      const hits = search.nearest(held!, query, 7, round % 2 === 0 ? {} : { videos: [3] });
      expect(hits).toEqual(
        byHand.map(({ score, ...place }) => ({
          ...place,
          end: place.start + 7_000_000,
          passage: expect.any(Number),
          score: expect.closeTo(score, 5),
        })),
      );
      const said = search.segmentsOf(hits[0]!.passage).map(({ text }) => text);
      const number = hits[0]!.start / 4_000_000;
      expect(said).toEqual([`sentence ${number}`, `sentence ${number + 1}`]);
    }
  });
});
