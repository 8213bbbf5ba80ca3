import type Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { createLibraryChecker } from '../../../src/adapters/sqlite/create-library-checker.ts';
import { finishCodes } from '../../../src/app/finish-codes.ts';
import { dot, type UnitVector } from '../../../src/domain/vector.ts';
import { framesOf, largeLibrary } from '../../support/large-library.ts';
import { fingerprintOf } from '../../support/library.ts';

const KEY = { stage: 'sight', parameters: 'p' } as const;
const NEVER = AbortSignal.any([]);

type Rig = ReturnType<typeof largeLibrary>;

async function coded(videos: number, framesEach: number): Promise<Rig> {
  const rig = largeLibrary(videos, framesEach);
  await finishCodes(rig.frames, NEVER);
  return rig;
}

/** What a comparison with every vector gives. */
function byHand(all: Rig['all'], query: UnitVector, k: number) {
  return all
    .map(({ frame, vector }) => ({ frame, score: dot(query, vector) }))
    .sort((a, b) => b.score - a.score)
    .slice(0, k)
    .map(({ frame }) => frame);
}

function codeFaults(database: Database.Database): string[] {
  return createLibraryChecker(database)
    .checkWhole()
    .map(({ message }) => message)
    .filter((message) => message.startsWith('codes'));
}

const rows = (database: Database.Database, sql: string) => database.prepare(sql).pluck().get() as number;

describe('a library of 60,000 frames', () => {
  it('has codes only when index has finished them, finds the same, and says nothing that is not there', async () => {
    const rig = largeLibrary(2000, 30);
    const { database, search, all, frames } = rig;
    const query = rig.vector.query();
    expect(rows(database, 'SELECT count(*) FROM code_chunk')).toBe(0);
    const before = search.nearest(rig.space(), query, 20, {});
    expect(before.map(({ frame }) => frame)).toEqual(byHand(all, query, 20));
    // Half done: what has no codes is compared.
    for (let piece = 0; piece < 6; piece++) await frames.renewCodes();
    expect(rows(database, 'SELECT count(*) FROM code_chunk')).toBe(5);
    expect(search.nearest(rig.space(), query, 20, {})).toEqual(before);
    await finishCodes(frames, NEVER);
    expect(rows(database, 'SELECT count(*) FROM code_chunk')).toBe(15);
    expect(search.nearest(rig.space(), query, 20, {})).toEqual(before);
    expect(codeFaults(database)).toEqual([]);

    // Recall, and exact order among what is found.
    let found = 0;
    for (let round = 0; round < 20; round++) {
      const asked = rig.vector.query();
      const expected = byHand(all, asked, 10);
      const hits = search.nearest(rig.space(), asked, 10, {});
      expect(hits).toHaveLength(10);
      found += hits.filter(({ frame }) => expected.includes(frame)).length;
      for (const [at, { frame, score }] of hits.entries()) {
        expect(score).toBeCloseTo(dot(asked, all[frame - 1]!.vector), 5);
        if (at > 0) expect(score).toBeLessThanOrEqual(hits[at - 1]!.score);
      }
    }
    expect(found / 200).toBeGreaterThanOrEqual(0.99);
    // All of them, by comparison.
    expect(search.nearest(rig.space(), query, 1_000_000_000, {})).toHaveLength(60_000);

    // Filters that leave many frames.
    const even = Array.from({ length: 1000 }, (_, index) => 2 * index + 2);
    const stretch = (video: number, end: number) => ({ video, start: 0, end: end * 1_000_000 });
    const without = Array.from({ length: 1500 }, (_, index) => stretch(index + 1, 20));
    const within = Array.from({ length: 1900 }, (_, index) => stretch(index + 1, 29));
    for (const filter of [{ videos: even }, { without }, { within }, { within, without, videos: even }]) {
      const left = all.filter(
        ({ video, time }) =>
          (!('videos' in filter) || video % 2 === 0) &&
          (!('within' in filter) || (video <= 1900 && time < 29_000_000)) &&
          (!('without' in filter) || video > 1500 || time >= 20_000_000),
      );
      const hits = search.nearest(rig.space(), query, 10, filter).map(({ frame }) => frame);
      const expected = byHand(left, query, 10);
      expect(hits.filter((frame) => expected.includes(frame)).length).toBeGreaterThanOrEqual(9);
      expect(hits.every((frame) => left.some((each) => each.frame === frame))).toBe(true);
    }
  });

  it('gives one video in 10,000 its best moments, exactly', async () => {
    const rig = await coded(10_000, 6);
    for (const video of [1, 4711, 10_000]) {
      const query = rig.vector.query();
      const own = rig.all.filter((each) => each.video === video);
      const hits = rig.search.nearest(rig.space(), query, 10, { videos: [video] });
      expect(hits.map(({ frame }) => frame)).toEqual(byHand(own, query, 10));
      const within = [{ video, start: 2_000_000, end: 4_000_000 }];
      const part = rig.search.nearest(rig.space(), query, 1_000_000_000, { within });
      expect(part.map(({ frame }) => frame)).toEqual(
        byHand(
          own.filter(({ time }) => time === 2_000_000 || time === 3_000_000),
          query,
          2,
        ),
      );
    }
  });
});

describe('a library that has codes', () => {
  it('follows what is added, indexed again and removed, and leaves no ghosts', async () => {
    const rig = await coded(1000, 25);
    const { database, videos, frames, search } = rig;
    const put = (video: number, vectors: readonly UnitVector[]) => {
      const writer = frames.writer(video, rig.space(), KEY);
      writer.add(framesOf(vectors));
      writer.commit({ state: 'done' });
    };
    const query = rig.vector.query();
    const added = videos.addVideo(fingerprintOf('added'));
    put(added, [query, ...rig.vector.video(8)]);
    expect(codeFaults(database)).toEqual([]);
    expect(search.nearest(rig.space(), query, 1, {})[0]).toMatchObject({ video: added, time: 0 });
    // Indexed again: another picture at the same time, and fewer of them.
    put(added, rig.vector.video(3));
    expect(codeFaults(database)).toEqual([]);
    expect(await createLibraryChecker(database).checkVideo(added)).toEqual([]);
    expect(search.nearest(rig.space(), query, 1, {})[0]?.score).toBeLessThan(0.99);
    put(added, [query]);
    expect(search.nearest(rig.space(), query, 1, {})[0]).toMatchObject({ video: added });
    const code = codeOf(database, search.nearest(rig.space(), query, 1, {})[0]!.frame);
    expect(code.some((byte) => byte !== 0)).toBe(true);
    // Only the first videos have a place.
    const file = { absolutePath: '/v/x', bytes: 1, modifiedNs: 0n, inode: 0n };
    const volume = { identity: 'v', label: 'v', mountPath: '/v' };
    for (let video = 1; video <= 1000; video++)
      if (video !== 7) videos.putPlace({ volume, path: String(video) }, file, video);
    expect(videos.removeUnplaced()).toBe(2);
    expect(codeFaults(database)).toEqual([]);
    expect(rows(database, 'SELECT vectors FROM space')).toBe(999 * 25);
    const left = search.nearest(rig.space(), query, 200, {}).map(({ video }) => video);
    expect(left).not.toContain(added);
    expect(left).not.toContain(7);
    for (let frame = 151; frame <= 175; frame++)
      expect(codeOf(database, frame).every((byte) => byte === 0)).toBe(true);
  });

  it('orders equal scores by video and time', async () => {
    const rig = await coded(1000, 25);
    const query = rig.vector.query();
    const twins = ['a', 'b'].map((name) => {
      const video = rig.videos.addVideo(fingerprintOf(name));
      const writer = rig.frames.writer(video, rig.space(), KEY);
      writer.add(framesOf([query, query]).toReversed());
      writer.commit({ state: 'done' });
      return video;
    });
    const hits = rig.search.nearest(rig.space(), query, 3, {});
    expect(hits.map(({ video, time }) => [video, time])).toEqual([
      [twins[0], 0],
      [twins[0], 1_000_000],
      [twins[1], 0],
    ]);
  });

  it('has none while all vectors are the same, of which they would tell nothing of others', async () => {
    const rig = largeLibrary(1000, 25);
    const { database, videos, frames, search } = rig;
    database.prepare('UPDATE vector_1 SET value = ?').run(rig.all[0]!.vector);
    await finishCodes(frames, NEVER);
    const query = rig.vector.query();
    const others = Array.from({ length: 10 }, (_, number) => {
      const vectors = rig.vector.video(40);
      const video = videos.addVideo(fingerprintOf(`other ${number}`));
      const writer = frames.writer(video, rig.space(), KEY);
      writer.add(framesOf(vectors));
      writer.commit({ state: 'done' });
      return vectors.map((vector, second) => ({
        video,
        time: second * 1_000_000,
        score: dot(query, vector),
      }));
    });
    const best = others.flat().sort((a, b) => b.score - a.score);
    expect(best[9]!.score).toBeGreaterThan(dot(query, rig.all[0]!.vector));
    expect(search.nearest(rig.space(), query, 10, {}).map(({ video, time }) => ({ video, time }))).toEqual(
      best.slice(0, 10).map(({ video, time }) => ({ video, time })),
    );
    expect(rows(database, 'SELECT count(*) FROM code_rule')).toBe(0);
  });

  it('fits a new rule when it has grown tenfold, a chunk at a time, and finds all meanwhile', async () => {
    const rig = await coded(1000, 25);
    const { database, search, frames } = rig;
    const query = rig.vector.query();
    const before = search.nearest(rig.space(), query, 10, {});
    // As if the rule had been fitted to a tenth.
    database.exec('UPDATE code_rule SET vectors = 2500');
    expect(await frames.renewCodes()).toBe(true);
    expect(await frames.renewCodes()).toBe(true);
    expect(rows(database, 'SELECT count(DISTINCT rule_id) FROM code_chunk')).toBe(2);
    expect(search.nearest(rig.space(), query, 10, {})).toEqual(before);
    expect(codeFaults(database)).toEqual([]);
    await finishCodes(frames, NEVER);
    expect(rows(database, 'SELECT count(*) FROM code_rule')).toBe(1);
    expect(search.nearest(rig.space(), query, 10, {})).toEqual(before);
  });

  it('is told by verify from one whose codes, owners or rules another tool has changed', async () => {
    const rig = await coded(1000, 25);
    const { database } = rig;
    const changes: readonly [string, string][] = [
      [
        'a code',
        "UPDATE code_chunk SET codes = cast(substr(codes, 1, 20) || X'5A' || substr(codes, 22) AS BLOB) WHERE number = 0",
      ],
      ['owners', 'UPDATE code_chunk SET owners = substr(owners, 13) WHERE number = 1'],
      ['a length', 'UPDATE code_chunk SET codes = substr(codes, 17) WHERE number = 1'],
      ['a number', 'UPDATE code_chunk SET number = 77 WHERE number = 1'],
      ['a space', 'UPDATE code_chunk SET rule_id = 99 WHERE number = 1'],
    ];
    const checker = createLibraryChecker(database);
    const faultsNow = async () => {
      const inVideos = await Promise.all(
        checker
          .videos()
          .slice(0, 5)
          .map((video) => checker.checkVideo(video)),
      );
      return [...codeFaults(database), ...inVideos.flat().map(({ message }) => message)].filter((message) =>
        /codes/.test(message),
      );
    };
    expect(await faultsNow()).toEqual([]);
    database.pragma('foreign_keys = OFF');
    for (const [what, sql] of changes) {
      database.exec('BEGIN');
      database.exec(sql);
      expect(await faultsNow(), what).not.toEqual([]);
      database.exec('ROLLBACK');
    }
    expect(await faultsNow()).toEqual([]);
  });
});

/** The code of a frame's vector, byte by byte, from its chunk's row. */
function codeOf(database: Database.Database, frame: number): Uint8Array {
  const codes = database
    .prepare('SELECT codes FROM code_chunk WHERE number = ?')
    .pluck()
    .get(Math.floor(frame / 4096)) as Buffer;
  const [slot, columns] = [frame % 4096, 8];
  return Uint8Array.from(
    { length: columns },
    (_, column) => codes[Math.floor(slot / 16) * 16 * columns + column * 16 + (slot % 16)] ?? 0,
  );
}
