import { rmSync } from 'node:fs';
import { createRandom, PEOPLE, WORDS } from './random.mjs';

const MODEL = { model: 'made', revision: 'a'.repeat(40), preprocessing: '{}' };
const FACTS = { container: 'mp4', codec: 'h264', width: 16, height: 16, frameRate: 25, hasAudio: true };
const PICTURES = { size: 16, resample: 'bilinear', crop: 'none', mean: 0, std: 1, output: 'o' };
export const MOUNTS = { home: '/', archive: '/mnt/a', Sticks: '/mnt/s' };

/** A new library with the videos that were written to it. */
export function createLibrary(heimdex, path, { seed, dimension }) {
  rmSync(path, { force: true });
  const vectors = createVectors(heimdex, seed, dimension);
  const preprocessing = JSON.stringify(PICTURES);
  const sight = { ...MODEL, weights: 'b'.repeat(64), preprocessing, dimension };
  const passages = { ...MODEL, weights: 'c'.repeat(64), dimension };
  const videos = [];
  const people = new Map();
  let number = 0;
  let database;
  let stores;
  const open = () => {
    database = heimdex.openLibraryToWrite(path, '0.0.0-test');
    // Nobody pulls the plug here.
    database.pragma('synchronous = OFF');
    stores = {
      videos: heimdex.createVideoStore(database),
      frames: heimdex.createFrameStore(database),
      segments: heimdex.createSegmentStore(database),
      faces: heimdex.createFaceStore(database),
      people: heimdex.createPeopleStore(database),
      calibrations: heimdex.createCalibrationStore(database),
    };
  };
  open();
  const write = (video) => {
    const { start, duration, recorded } = video;
    const facts = { ...FACTS, dynamicRange: 'sdr', interlaced: false, start, duration };
    stores.videos.putFacts(video.id, { ...facts, ...(recorded === undefined ? {} : { recorded }) });
    const frames = stores.frames.writer(video.id, stores.frames.ensureSpace(sight), {
      stage: 'sight',
      parameters: 'p',
    });
    frames.add(video.frames);
    frames.addShots(video.shots);
    frames.commit({ state: 'done' });
    const space = stores.segments.ensureSpace(passages);
    const said = stores.segments.writer(video.id, space, { stage: 'speech', parameters: 'p' });
    said.addText(video.segments);
    said.addPassages(
      video.segments.map(({ text }, at) => ({ first: at, last: at, vector: vectors.text(text) })),
    );
    said.commit({ state: 'done' });
    const faces = stores.faces.writer(video.id, undefined, { stage: 'faces', parameters: 'p' });
    faces.add(video.tracks);
    faces.commit({ state: 'done' });
  };
  return {
    vectors,
    videos,
    people,
    add(video) {
      number++;
      video.id = stores.videos.addVideo({
        bytes: number,
        digest: Buffer.from(String(number).padEnd(32, '.')),
      });
      const file = {
        absolutePath: '/',
        bytes: 1,
        modifiedNs: BigInt(video.modified) * 1_000_000n,
        inode: 0n,
      };
      for (const { volume, path: name } of video.places) {
        const where = { identity: `id of ${volume}`, label: volume, mountPath: MOUNTS[volume] };
        stores.videos.putPlace({ volume: where, path: name }, file, video.id);
      }
      write(video);
      videos.push(video);
    },
    /** Another content is found in it: it is indexed again. */
    replace(video, { places: _, modified: __, ...other }) {
      Object.assign(video, other);
      write(video);
    },
    remove(video) {
      for (const { id } of stores.videos.placesOf(video.id)) stores.videos.removePlace(id);
      stores.videos.removeUnplaced();
      videos.splice(videos.indexOf(video), 1);
    },
    /** Says who the people are. */
    name() {
      const faces = new Map(
        videos.flatMap(({ id, tracks }) =>
          tracks.map(({ who, faces: [face] }) => [`${id} ${face.time} ${face.box.left}`, who]),
        ),
      );
      stores.people.change((changes) => {
        const memberships = new Map();
        for (const { id, video, place } of stores.people.tracks(undefined)) {
          const who = faces.get(`${video} ${place.time} ${place.box.left}`);
          if (who === undefined) continue;
          if (!people.has(who)) people.set(who, changes.addPerson(PEOPLE[who]));
          memberships.set(id, people.get(who));
        }
        changes.putMemberships(memberships);
      });
    },
    calibrate() {
      for (const space of stores.calibrations.spaces()) {
        if (space.vectors === 0) continue;
        const prompts = Array.from({ length: 100 }, (_, at) =>
          vectors.text(`${at} ${WORDS[at % WORDS.length]}`),
        );
        const sample = stores.calibrations.sample(space, 1024);
        const statistics = heimdex.measureStatistics(prompts, sample, space.vectors);
        stores.calibrations.put(space, { tower: 'made', prompts: 'made', vectors: prompts, statistics });
      }
    },
    parse(text) {
      const query = heimdex.parseQuery(text);
      heimdex.requireWanted(query);
      return query;
    },
    find(text, { limit, all = false, channels, minConfidence }) {
      const context = createContext(heimdex, database, { path, vectors, dimension });
      const request = { query: this.parse(text), limit, all };
      return heimdex.searchLibrary(request, { ...context, channels, minConfidence }, AbortSignal.any([]));
    },
    reopen() {
      heimdex.closeLibrary(database);
      open();
    },
    close: () => heimdex.closeLibrary(database),
  };
}

function createContext(heimdex, database, { path, vectors, dimension }) {
  const store = heimdex.createSearchStore(database);
  const text = heimdex.createTextSearch(database);
  const calibrations = heimdex.createCalibrationReader(database);
  const openTextEncoder = async () => ({
    embedTexts: async (texts) => texts.map(vectors.text),
    close: async () => {},
  });
  const scoring = { kind: 'sigmoid', logScale: 4.72, bias: -16.77 };
  const config = { dimension, languages: ['*'], scoring, vision: { graph: 'v', ...PICTURES } };
  const files = [{ path: 'v', bytes: 1, sha256: 'b'.repeat(64) }];
  const model = { key: 'made', source: { revision: MODEL.revision }, files, config };
  let sight;
  return {
    library: path,
    store,
    text,
    people: heimdex.createPeopleSearch(database),
    calibrations,
    inOneSnapshot: (work) => database.transaction(work)(),
    // One of the volumes is not mounted.
    volumes: { mountPathOf: ({ mountPath }) => (mountPath === MOUNTS.Sticks ? undefined : mountPath) },
    note: () => {},
    times: () => store.times(),
    sight() {
      sight ??= heimdex.openSight({ model, openTextEncoder }, { store, calibrations, library: path });
      return sight;
    },
    async meaning() {
      const space = text.spaces().find((each) => each.vectors > 0);
      return space && { space, vectors: heimdex.createTextVectors(openTextEncoder) };
    },
  };
}

/** Words are directions; pictures lie around one mean and texts around another. The same text has always the same vector. */
function createVectors({ unit }, seed, dimension) {
  const noise = ({ normal }) =>
    Array.from({ length: dimension }, (_, at) => normal() / Math.sqrt(1 + at / 4));
  const own = createRandom(seed);
  const directions = new Map(WORDS.map((word) => [word, noise(own)]));
  const [pictures, texts] = [noise(own), noise(own)];
  const sum = (...parts) =>
    unit(pictures.map((_, at) => parts.reduce((total, [part, weight]) => total + weight * part[at], 0)));
  return {
    frame: (about, random) => sum([pictures, 1], [directions.get(about), 1], [noise(random), 0.5]),
    text(text) {
      const words = text.split(/[^a-z]+/).filter((word) => directions.has(word));
      const number = [...text].reduce((total, letter) => (total * 31 + letter.codePointAt(0)) >>> 0, 7);
      const meant = words.map((word) => [directions.get(word), 1 / words.length]);
      return sum([texts, 1], [noise(createRandom(number)), 0.3], ...meant);
    },
  };
}
