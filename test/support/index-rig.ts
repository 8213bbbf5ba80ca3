import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import * as sqliteVec from 'sqlite-vec';
import { expect } from 'vitest';
import { TINY_MODELS } from './golden.ts';
import { type RunOptions, type RunResult, runHeimdex } from './run-heimdex.ts';
import { tempFolder } from './temp-folder.ts';

/** What `heimdex index --json` prints. */
export interface IndexDocument {
  readonly schema: string;
  readonly videos: Readonly<Record<string, number>>;
  readonly frames: number;
  readonly seconds: number;
  readonly problems: readonly { path: string; code: string; message: string }[];
  readonly interrupted: boolean;
  readonly inferenceMs: number;
}

/** What `heimdex search --json` prints. */
export interface SearchDocument {
  readonly schema: string;
  readonly query: string;
  readonly library: string;
  readonly tookMs: number;
  readonly moments: readonly {
    path: string;
    volume: string;
    online: boolean;
    start: number;
    end: number;
    best: number;
    score: number;
    confidence: number | null;
    why: readonly { channel: string; rank: number; score: number }[];
  }[];
}

/** Writes a user manifest with the tiny models of the golden files, and a profile for each: `tiny` and `tiny-q8`. */
export function writeTinyManifest(home: string): void {
  mkdirSync(home, { recursive: true });
  const models = Object.fromEntries(TINY_MODELS.map(({ key, ...model }) => [key, model]));
  const profiles = { tiny: { 'image-text': 'tiny-siglip2' }, 'tiny-q8': { 'image-text': 'tiny-siglip2-q8' } };
  writeFileSync(join(home, 'models.manifest.json'), JSON.stringify({ schemaVersion: 1, models, profiles }));
}

/** A home with the tiny model, an empty folder for videos, and the program to run on both. */
export function indexRig(folder = tempFolder()) {
  const [home, videos] = [join(folder, 'home'), join(folder, 'videos')];
  mkdirSync(videos);
  writeTinyManifest(home);
  const env = { HOME: folder, HEIMDEX_HOME: home, TMPDIR: folder };
  const run = (args: readonly string[], options: RunOptions = {}): Promise<RunResult> =>
    runHeimdex(args, { cwd: folder, ...options, env: { ...env, ...options.env } });
  return {
    folder,
    home,
    videos,
    env,
    run,
    library: join(home, 'library.db'),
    /** Indexes the videos and reads the document; the exit code is checked, 0 where nothing else is said. */
    async index({
      code = 0,
      args = [] as string[],
      options = {} as RunOptions,
    } = {}): Promise<IndexDocument> {
      const result = await run(['index', videos, '--profile', 'tiny', '--json', ...args], options);
      expect(result.code, result.stderr).toBe(code);
      return JSON.parse(result.stdout) as IndexDocument;
    },
    async search(...args: string[]): Promise<SearchDocument> {
      const result = await run(['search', '--json', '--min-confidence', '0', ...args]);
      expect(result.code, result.stderr).toBe(0);
      return JSON.parse(result.stdout) as SearchDocument;
    },
    /** Reads the library's rows by hand; what a killed run left in a journal is rolled back first. */
    query<T>(sql: string): T[] {
      const database = new Database(join(home, 'library.db'), { fileMustExist: true });
      sqliteVec.load(database);
      try {
        return database.prepare(sql).all() as T[];
      } finally {
        database.close();
      }
    },
  };
}

/** Another video with the same pictures: players skip a `free` box, so it may be of any size. */
export function variantOf(video: string, number: number): Buffer {
  const box = Buffer.alloc(16);
  box.writeUInt32BE(16, 0);
  box.write('free', 4, 'latin1');
  box.writeBigUInt64BE(BigInt(number), 8);
  return Buffer.concat([readFileSync(video), box]);
}
