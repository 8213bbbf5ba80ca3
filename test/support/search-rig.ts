import { createCalibrationStore } from '../../src/adapters/sqlite/create-calibration-store.ts';
import { createPeopleSearch } from '../../src/adapters/sqlite/create-people-search.ts';
import { createTextSearch } from '../../src/adapters/sqlite/create-text-search.ts';
import { openSight } from '../../src/app/search/open-sight.ts';
import type { SearchContext } from '../../src/app/search/search-context.ts';
import { searchLibrary } from '../../src/app/search/search-library.ts';
import type { ImageTextModel } from '../../src/domain/manifest/schema.ts';
import { parseChannels } from '../../src/domain/parse-channels.ts';
import { parseVideoTime } from '../../src/domain/parse-video-time.ts';
import type { ImageReader } from '../../src/domain/ports/media.ts';
import { parseQuery } from '../../src/domain/query/parse-query.ts';
import { withPictures } from '../../src/domain/query/with-pictures.ts';
import type { Moment } from '../../src/domain/search-result.ts';
import { sightSpaceOf } from '../../src/domain/space.ts';
import type { Segment } from '../../src/domain/speech/segment.ts';
import { fromSeconds, toSeconds } from '../../src/domain/time.ts';
import { type UnitVector, unit } from '../../src/domain/vector.ts';
import { fingerprintOf, newLibrary } from './library.ts';
import { say } from './said.ts';

const DIMENSION = 32;

/** What the search asks of a model for pictures: its own scale tells nothing here. */
const MODEL = {
  key: 'made',
  source: { revision: 'a'.repeat(40) },
  files: [{ path: 'vision', bytes: 1, sha256: 'b'.repeat(64) }],
  config: {
    dimension: DIMENSION,
    languages: ['*'],
    scoring: { kind: 'cosine' },
    vision: {
      graph: 'vision',
      size: 16,
      crop: 'none',
      resample: 'bilinear',
      mean: [0, 0, 0],
      std: [1, 1, 1],
    },
  },
} as unknown as ImageTextModel;

/** A frame or a passage: for each word how much of it is there. */
export type About = Readonly<Record<string, number>>;

export interface RigVideo {
  readonly name: string;
  /** Seconds; a photo has none. */
  readonly length?: number;
  readonly volume?: string;
  /** Second and content of each frame. */
  readonly frames?: readonly (readonly [second: number, about: About])[];
  /** Where its shots begin, and the last one ends; seconds. */
  readonly cuts?: readonly number[];
  readonly said?: readonly Segment[];
}

/** A library in SQLite that is asked without a model: each word is a direction of its own, and a text is the sum of its words. */
export function searchRig(videos: readonly RigVideo[]) {
  const library = newLibrary();
  const { database } = library;
  const axes = new Map<string, number>();
  const axisOf = (word: string) => {
    if (!axes.has(word)) axes.set(word, axes.size);
    return axes.get(word)!;
  };
  const vectorOf = (about: About): UnitVector => {
    const numbers = new Array<number>(DIMENSION).fill(0);
    for (const [word, share] of Object.entries(about)) numbers[axisOf(word)]! += share;
    return unit(numbers);
  };
  const space = library.frames.ensureSpace(sightSpaceOf(MODEL));
  for (const video of videos) addVideo(library, space, video, vectorOf);
  const open = async () => ({
    embedTexts: async (texts: readonly string[]) =>
      texts.map((text) => vectorOf(Object.fromEntries(text.split(' ').map((word) => [word, 1])))),
    close: async () => {},
  });
  const { search: store } = library;
  const text = createTextSearch(database);
  const calibrations = createCalibrationStore(database);
  const imageReader: ImageReader = {
    readForModel: () => Promise.reject(new Error('no picture is asked for')),
  };
  const tools = {
    model: MODEL,
    imageReader,
    openTextEncoder: open,
    openImageEncoder: () => Promise.reject(new Error('no picture is asked for')),
  };
  const context: Omit<SearchContext, 'channels' | 'minConfidence'> = {
    library: library.path,
    store,
    text,
    people: createPeopleSearch(database),
    calibrations,
    inOneSnapshot: (work) => database.transaction(work)(),
    volumes: { mountPathOf: ({ mountPath }) => mountPath, of: () => HOME, lookAgain: () => {} },
    pathsOf: (named) => ({ named, absolute: `/${named}`, shown: (path) => path }),
    note: () => {},
    times: () => store.times(),
    sight: () => openSight(tools, { store, calibrations, library: library.path }),
    meaning: () => Promise.resolve(undefined),
  };
  /** The moments of a query, with the video's name and times in seconds. */
  const find = async (query: string, asked: Asked = {}) => {
    const { limit = 10, all = false, channels, minConfidence, like } = asked;
    const moments = await searchLibrary(
      {
        query: withPictures(parseQuery(query), like ? [{ kind: 'frame', ...parseVideoTime(like) }] : []),
        limit,
        all,
      },
      { ...context, channels: channels === undefined ? undefined : parseChannels(channels), minConfidence },
      AbortSignal.any([]),
    );
    return moments.map(toSpan);
  };
  /** Makes the library know that what does not fit has cosines around 0, with this standard deviation. */
  const calibrate = (deviation: number) => {
    const [held] = store.spaces();
    const means = { promptMean: new Float32Array(DIMENSION), libraryMean: new Float32Array(DIMENSION) };
    const statistics = { ...means, measured: held!.vectors, spread: deviation, tail: deviation };
    calibrations.put(held!, { tower: 'made', prompts: 'made', vectors: [vectorOf({ made: 1 })], statistics });
  };
  return { find, calibrate };
}

interface Asked {
  readonly limit?: number;
  readonly all?: boolean;
  readonly channels?: string;
  readonly minConfidence?: number;
  /** VIDEO@TIME. */
  readonly like?: string;
}

const HOME = { identity: 'home', label: 'home', mountPath: '/' };

function addVideo(
  { database, videos, frames }: ReturnType<typeof newLibrary>,
  space: Parameters<typeof frames.writer>[1],
  { name, length = 0, volume = 'home', frames: shown = [], cuts = [], said = [] }: RigVideo,
  vectorOf: (about: About) => UnitVector,
): void {
  const video = videos.addVideo(fingerprintOf(name));
  const file = { absolutePath: `/${name}`, bytes: 1, modifiedNs: 0n, inode: 0n };
  videos.putPlace({ volume: { ...HOME, identity: volume, label: volume }, path: name }, file, video);
  const facts = { container: 'mp4', codec: 'h264', width: 16, height: 16, frameRate: 25, hasAudio: true };
  const kind = { dynamicRange: 'sdr', interlaced: false } as const;
  videos.putFacts(video, { ...facts, ...kind, duration: fromSeconds(length), start: 0 });
  const writer = frames.writer(video, space, { stage: 'sight', parameters: 'p' });
  writer.add(
    shown.map(([second, about]) => ({
      time: fromSeconds(second),
      vector: vectorOf(about),
      thumbnail: new Uint8Array([1]),
    })),
  );
  const times = cuts.map(fromSeconds);
  writer.addShots(times.slice(1).map((end, at) => ({ start: times[at]!, end, transition: 'cut' as const })));
  writer.commit({ state: 'done' });
  if (said.length > 0) say(database, video, said);
}

function toSpan({ path, start, end, best, score, confidence, why }: Moment) {
  const [from, to, at] = [start, end, best].map(toSeconds) as [number, number, number];
  return {
    name: path.slice(1),
    from,
    to,
    best: at,
    score,
    confidence,
    channels: why.map((each) => each.channel),
  };
}
