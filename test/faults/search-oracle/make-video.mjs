import { COMMON, VOLUMES, WORDS } from './random.mjs';

const SECOND = 1_000_000;

/**
 * A video with all that a library holds of it: seconds to ten hours long, with shots of all lengths, or a photo.
 *
 * @param {{seen: number, heard: number}} rules how many of them have pictures and sound
 */
export function makeVideo(random, vectors, { seen, heard }) {
  const { below, pick, chance } = random;
  const isPhoto = chance(0.08);
  const length = isPhoto
    ? 0
    : pick([
        [120, 5],
        [120, 5],
        [120, 5],
        [3000, 600],
        [36_000, 3000],
      ]);
  const duration = isPhoto ? 0 : (length[1] + below(length[0])) * SECOND + below(SECOND);
  const start = isPhoto || chance(0.8) ? 0 : pick([-500_000, 40_000, 3600 * SECOND]);
  const video = {
    isPhoto,
    start,
    end: start + duration,
    duration,
    recorded: chance(0.6) ? randomDay(random) * 1000 : undefined,
    modified: randomDay(random),
    places: Array.from({ length: chance(0.1) ? 2 : 1 }, () => ({
      volume: pick(VOLUMES),
      path: `${pick(['2023', '2024', 'x/y'])}/${pick(['a', 'b', 'c'])}${below(1e9)}.mp4`,
    })),
    shots: [],
    frames: [],
    segments: [],
    tracks: [],
  };
  if (isPhoto) addFrame(video, 0, pick(WORDS), random, vectors);
  else if (chance(seen)) addShots(video, random, vectors);
  if (!isPhoto && chance(heard)) addSpeech(video, random);
  if (!isPhoto && video.frames.length > 0 && chance(0.6)) addFaces(video, random);
  return video;
}

/** Noon, in milliseconds since 1970. */
function randomDay({ below }) {
  return Date.UTC(2020 + below(5), below(12), 1 + below(28), 12);
}

function addShots(video, random, vectors) {
  const { next, below, pick, chance } = random;
  const longest = pick([0.5, 10, 30, video.duration / SECOND]);
  let cut = video.start;
  for (let shots = 1; cut < video.end; shots++) {
    const end =
      shots === 20 ? video.end : Math.min(video.end, cut + 1 + Math.floor(next() ** 2 * longest * SECOND));
    video.shots.push({ start: cut, end, transition: 'cut' });
    const about = pick(WORDS);
    const step = pick([0.5, 4, 30, 200]) * SECOND;
    let left = chance(0.1) ? 0 : 10;
    for (
      let time = cut + below(Math.min(step, end - cut));
      time < end && left > 0;
      time += step + below(SECOND), left--
    )
      addFrame(video, time, chance(0.85) ? about : pick(WORDS), random, vectors);
    cut = end;
  }
}

function addFrame(video, time, about, random, vectors) {
  const { below, chance } = random;
  // Some look the same to a person.
  const hash = chance(0.3)
    ? BigInt(WORDS.indexOf(about)) * 0x1234_5678_9abcn
    : BigInt(below(2 ** 32)) * 4_294_967_311n;
  const quality = { hash: BigInt.asUintN(64, hash), sharpness: 1, brightness: 0.5, contrast: 0.2 };
  const vector = vectors.frame(about, random);
  video.frames.push({ time, vector, thumbnail: new Uint8Array([1]), ...(chance(0.1) ? {} : { quality }) });
}

function addSpeech(video, random) {
  const { below, pick, chance } = random;
  const language = pick(['en', 'ko', 'de', undefined]);
  let time = video.start + below(3 * SECOND);
  for (let left = below(40); left > 0 && time < video.end; left--) {
    const end = Math.min(video.end, time + below(6 * SECOND) * (chance(0.05) ? 8 : 1));
    const words = Array.from({ length: 1 + below(8) }, () => pick(chance(0.5) ? WORDS : COMMON));
    video.segments.push({
      start: time,
      end,
      text: words.join(' '),
      language: chance(0.9) ? language : pick(['en', 'ko', 'de']),
      confidence: 0.9,
      words: [],
      source: 'speech',
    });
    time = end + below((chance(0.85) ? 3 : 40) * SECOND);
  }
}

function addFaces(video, random) {
  const { next, below, pick } = random;
  const point = { x: 1, y: 2 };
  for (let number = below(6); number > 0; number--) {
    const box = { left: 100 * number, top: 50, width: 40, height: 50 };
    const face = { box, landmarks: [point, point, point, point, point], score: 0.9, quality: next() };
    const { time } = pick(video.frames);
    video.tracks.push({
      faces: [{ ...face, time }],
      best: 0,
      thumbnail: new Uint8Array([1]),
      vector: undefined,
      who: pick([undefined, 0, 1, 2, 3]),
    });
  }
}
