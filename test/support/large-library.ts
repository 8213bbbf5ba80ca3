import type { EmbeddedFrame } from '../../src/domain/frame.ts';
import { type UnitVector, unit } from '../../src/domain/vector.ts';
import { newLibrary, randomNumbers, SPACE } from './library.ts';

/**
 * A library with many videos, written as a heimdex without codes left it: vectors around a mean that they all share, some
 * axes wider than others, as image–text models make them.
 */
export function largeLibrary(count: number, framesEach: number, dimension = 16) {
  const library = newLibrary();
  const { database } = library;
  const random = randomNumbers(3);
  const vector = nastyVectors(random, dimension);
  const { id } = library.frames.ensureSpace({ ...SPACE, dimension });
  const frames: { frame: number; video: number; time: number; vector: UnitVector }[] = [];
  const video = database.prepare('INSERT INTO video (bytes, digest) VALUES (?, ?)');
  const frame = database.prepare("INSERT INTO frame (video_id, time_us, thumbnail) VALUES (?, ?, x'00')");
  const value = database.prepare(`INSERT INTO vector_${id} VALUES (?, ?)`);
  database.transaction(() => {
    for (let number = 1; number <= count; number++) {
      const videoId = Number(video.run(number, Buffer.from(String(number))).lastInsertRowid);
      const made = vector.video(framesEach);
      for (const [second, each] of made.entries()) {
        const frameId = Number(frame.run(videoId, second * 1_000_000).lastInsertRowid);
        value.run(frameId, each);
        frames.push({ frame: frameId, video: videoId, time: second * 1_000_000, vector: each });
      }
    }
    database.prepare('UPDATE space SET vectors = ?').run(frames.length);
  })();
  return { ...library, all: frames, vector, space: () => library.search.spaces()[0]! };
}

/** Pictures' vectors by video, and vectors of texts, which lie around another mean. */
export function nastyVectors(random: () => number, dimension: number) {
  const noise = () =>
    Array.from({ length: dimension }, (_, at) => (random() + random() + random() - 1.5) / Math.sqrt(at + 1));
  const [pictures, texts] = [noise(), noise()];
  const topics = Array.from({ length: 300 }, noise);
  const sum = (...parts: readonly (readonly [readonly number[], number])[]) =>
    unit(pictures.map((_, at) => parts.reduce((total, [part, weight]) => total + weight * part[at]!, 0)));
  const topic = () => topics[Math.floor(random() * topics.length)]!;
  return {
    video(count: number): UnitVector[] {
      const about = topic();
      return Array.from({ length: count }, () => sum([pictures, 1.5], [about, 1], [noise(), 0.6]));
    },
    query: (): UnitVector => sum([texts, 1.5], [topic(), 1], [noise(), 0.5]),
  };
}

/** Frames a second apart with given vectors. */
export function framesOf(vectors: readonly UnitVector[]): EmbeddedFrame[] {
  return vectors.map((vector, second) => ({
    time: second * 1_000_000,
    vector,
    thumbnail: new Uint8Array([1]),
  }));
}
