import type { ChildProcess } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseManifest } from '../../src/domain/manifest/parse-manifest.ts';
import { ffmpeg } from '../support/media.ts';
import { type RunOptions, runHeimdex } from '../support/run-heimdex.ts';
import { sharedData } from '../support/shared-data.ts';
import { folderOfSuite } from '../support/suite-folder.ts';
import { tempFolder } from '../support/temp-folder.ts';

interface Measures {
  answerable: number;
  recall: Record<string, number | null>;
  mrr: number | null;
  'ndcg@10': number | null;
  falseNothing: number;
  unanswerable: number;
  falseFound: number;
}
interface EvalDocument {
  schema: string;
  queries: number;
  k: number[];
  all: Measures & { latency: Record<string, number | null> };
  channels: (Measures & { channel: string; leftOut: number })[];
  tags: (Measures & { tag: string })[];
  bounds: { metric: string; wanted: number; got: number | null; held: boolean }[];
  misses?: {
    line: number;
    query: string;
    expect: { rank: number | null }[];
    moments: { path: string; start: number }[];
  }[];
}

const PACKAGE = fileURLToPath(new URL('../../', import.meta.url));
const QUERIES = join(PACKAGE, 'demo', 'queries.jsonl');
const folder = folderOfSuite();
const library = join(folder, 'demo', 'demo.db');
const env = { HOME: folder, HEIMDEX_HOME: join(folder, 'home') };

const evaluate = (args: readonly string[], options: RunOptions = {}) =>
  runHeimdex(['eval', '--db', library, ...args], { cwd: folder, ...options, env });

async function documentOf(...args: string[]): Promise<EvalDocument> {
  const { code, stdout, stderr } = await evaluate([...args, '--json']);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as EvalDocument;
}

function writeQueries(...lines: (object | string)[]): string {
  const file = join(tempFolder(), 'queries.jsonl');
  writeFileSync(
    file,
    lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
  );
  return file;
}

/** Waits until a process has opened a file, or has ended. */
async function whenOpen(child: ChildProcess, path: string): Promise<void> {
  const isOpen = () =>
    readdirSync(`/proc/${child.pid}/fd`).some((number) => {
      try {
        return readlinkSync(`/proc/${child.pid}/fd/${number}`) === path;
      } catch {
        return false; // closed since it was listed
      }
    });
  while (child.exitCode === null && child.signalCode === null && !isOpen()) await setTimeout(20);
}

const sunset = {
  query: 'sunset on beach',
  expect: [{ video: 'holiday.mp4', start: 20.75, end: 25.75 }],
  tags: ['en', 'sea'],
};
const parrotfish = { query: 'said:parrotfish', expect: [{ video: 'holiday.mp4', start: 8.5, end: 12.5 }] };
const wrong = { query: 'snowman', expect: [{ video: 'holiday.mp4', start: 20.75, end: 25.75 }] };
const nobodySaid = { query: 'said:submarine', expect: [] };

beforeAll(async () => {
  const { code, stderr } = await runHeimdex(['demo', '--dir', join(folder, 'demo'), '--quiet'], { env });
  expect(code, stderr).toBe(0);
}, 120_000);

describe('heimdex eval', () => {
  it('finds the demo’s shots for 60 queries and more in English and Korean', async () => {
    const { all, tags, channels, queries } = await documentOf(QUERIES);
    expect(queries).toBe(all.answerable + all.unanswerable);
    expect(all.answerable).toBeGreaterThanOrEqual(60);
    expect(all.unanswerable).toBeGreaterThanOrEqual(8);
    expect(all.falseNothing).toBe(0);
    expect(all.falseFound).toBeLessThanOrEqual(2);
    expect(all.recall['5']).toBeGreaterThanOrEqual(0.95);
    for (const language of ['en', 'ko']) {
      const own = tags.find(({ tag }) => tag === language)!;
      expect(own.answerable, language).toBeGreaterThanOrEqual(25);
      expect(own.recall['5'], language).toBeGreaterThanOrEqual(0.95);
    }
    expect(channels.map(({ channel }) => channel)).toEqual(['sight', 'words', 'people']);
  }, 120_000);

  it('measures each channel alone, leaves out what it can’t be asked, and tells tags apart', async () => {
    const file = writeQueries(sunset, parrotfish, wrong, nobodySaid);
    const { all, channels, tags, k } = await documentOf(file, '--k', '1,3');
    expect(k).toEqual([1, 3]);
    expect(all).toMatchObject({ answerable: 3, falseNothing: 0, unanswerable: 1, falseFound: 0 });
    expect(all.recall['1']).toBeCloseTo(2 / 3, 6);
    expect(Object.values(all.latency).every((value) => value! > 0)).toBe(true);
    const sight = channels.find(({ channel }) => channel === 'sight')!;
    expect(sight).toMatchObject({ leftOut: 2, answerable: 2, unanswerable: 0, recall: { 1: 0.5 } });
    const words = channels.find(({ channel }) => channel === 'words')!;
    expect(words).toMatchObject({ leftOut: 0, answerable: 3, falseNothing: 2, falseFound: 0 });
    expect(words.recall['1']).toBeCloseTo(1 / 3, 6);
    expect(tags.map(({ tag, answerable, mrr }) => [tag, answerable, mrr])).toEqual([
      ['en', 1, 1],
      ['sea', 1, 1],
    ]);
  });

  it('prints a table, and what came instead of what was expected', async () => {
    const { code, stdout, stderr } = await evaluate([writeQueries(sunset, wrong), '--misses', '1']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^ +queries {2}recall@1 {2}recall@5 {2}recall@10 +MRR +nDCG@10 {2}false nothing/);
    expect(stdout).toMatch(/^all +2 +0\.500 /m);
    expect(stdout).toMatch(/^sight +2 +0\.500 /m);
    expect(stdout).toMatch(/^tag en +1 +1\.000 /m);
    expect(stdout).toContain('line 2: snowman\n  expected holiday.mp4 0:00:20.8 – 0:00:25.8: ');
    expect(stdout).toContain('  came demo/videos/weather.mp4 0:00:21.3 – 0:00:25.5\n');
    expect(stdout).not.toContain('line 1:');
  });

  it('lists misses in its document as well, and only where asked', async () => {
    const { misses } = await documentOf(writeQueries(sunset, wrong), '--misses', '1');
    expect(misses).toMatchObject([{ line: 2, query: 'snowman', moments: [{ start: 21.25 }] }]);
    expect(misses![0]!.moments).toHaveLength(1);
    expect(await documentOf(writeQueries(sunset))).not.toHaveProperty('misses');
  });

  it('finds by pictures that lie beside the file', async () => {
    const file = writeQueries({
      image: ['my.webp'],
      expect: [{ video: 'videos/weather.mp4', start: 21.25, end: 25.5 }],
    });
    const missing = await evaluate([file]);
    expect(missing.code).toBe(2);
    expect(missing.stderr).toContain('queries.jsonl:1: there is no picture ');
    copyFileSync(join(PACKAGE, 'demo', 'query.webp'), join(file, '..', 'my.webp'));
    const { all, channels } = await documentOf(file);
    expect(all.recall['1']).toBe(1);
    expect(channels.find(({ channel }) => channel === 'words')).toMatchObject({
      leftOut: 1,
      answerable: 0,
      mrr: null,
    });
  });

  it('asks for what lies beside pictures, though it finds nothing by itself', async () => {
    const file = writeQueries(
      ...['in:weather.mp4', '-city', '-said:castle'].map((query) => ({
        query,
        image: ['my.webp'],
        expect: [{ video: 'videos/weather.mp4', start: 21.25, end: 25.5 }],
      })),
    );
    copyFileSync(join(PACKAGE, 'demo', 'query.webp'), join(file, '..', 'my.webp'));
    const { all } = await documentOf(file);
    expect([all.answerable, all.recall['1']]).toEqual([3, 1]);
  });

  it('reads standard input', async () => {
    const { code, stdout, stderr } = await evaluate(['-', '--json'], { stdin: JSON.stringify(sunset) });
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ file: 'standard input', all: { mrr: 1 } });
    const bad = await evaluate(['-'], { stdin: '{' });
    expect(bad.stderr).toMatch(/^heimdex: standard input:1: not JSON: /);
  });
});

describe('heimdex eval as a gate', () => {
  it('ends with 0 where all bounds hold, and tells them', async () => {
    const bounds = [
      '--min',
      'recall@2=1',
      '--min',
      'mrr=0.9',
      '--max',
      'false-nothing=0',
      '--max',
      'false-found=0',
    ];
    const { code, stdout, stderr } = await evaluate([writeQueries(sunset, nobodySaid), ...bounds]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('held: recall@2 ≥ 1 (1)\nheld: mrr ≥ 0.9 (1)\nheld: false-nothing ≤ 0 (0)\n');
  });

  it('ends with 12 where one does not, behind the figures', async () => {
    const file = writeQueries(sunset, wrong);
    const { code, stdout, stderr } = await evaluate([file, '--min', 'recall@1=0.8', '--min', 'mrr=0.1']);
    expect(code).toBe(12);
    expect(stderr).toBe(
      'heimdex: recall@1: wanted at least 0.8, got 0.5\ntry: heimdex eval FILE --misses 10 shows what came instead\n',
    );
    expect(stdout).toContain('missed: recall@1 ≥ 0.8 (0.5)\nheld: mrr ≥ 0.1 ');
    const json = await evaluate([file, '--max', 'p50=0', '--json']);
    expect(json.code).toBe(12);
    expect(JSON.parse(json.stdout).bounds).toMatchObject([{ metric: 'p50', held: false }]);
    expect(JSON.parse(json.stderr)).toMatchObject({ code: 'bound-missed', exit: 12 });
  });

  it('does not hold on what there is nothing to measure on', async () => {
    const { code, stderr } = await evaluate([writeQueries(nobodySaid), '--min', 'recall@10=0']);
    expect(code).toBe(12);
    expect(stderr).toContain('recall@10: wanted at least 0, got nothing to measure it on');
  });
});

describe('heimdex eval, asked what can’t be', () => {
  it.each([
    [['{"query": "a"}'], /queries\.jsonl:1: the key expect is missing$/],
    [
      [nobodySaid, '{"query": "-people", "expect": []}'],
      /queries\.jsonl:2: column 1: the query says only what is unwanted$/,
    ],
    [[nobodySaid, '', '{"query": "  ", "expect": []}'], /queries\.jsonl:3: there is nothing to look for$/],
    [[''], /queries\.jsonl: there is no query in it$/],
    [
      [{ query: 'a', expect: [{ video: 'liday.mp4', start: 0, end: 1 }] }],
      /queries\.jsonl:1: the library has no video liday\.mp4$/,
    ],
  ])('names the line, with exit code 2: %j', async (lines, message) => {
    const { code, stdout, stderr } = await evaluate([writeQueries(...lines)]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.split('\n')[0]).toMatch(message);
    expect(stderr).toMatch(/\ntry: .+\n$/);
  });

  it('shows text of the file with its control characters escaped', async () => {
    const video = 'a\u001b[31m.mp4';
    const { stderr } = await evaluate([writeQueries({ query: 'a', expect: [{ video, start: 0, end: 1 }] })]);
    expect(stderr).toContain('has no video a\\x1b[31m.mp4');
    const odd = { query: 'snow\u001b[31mman', expect: [], tags: ['\u001b[1m'] };
    const { stdout } = await evaluate([writeQueries(odd), '--misses', '1', '--min-confidence', '0']);
    expect(stdout).toContain('line 1: snow\\x1b[31mman');
    expect(stdout).not.toContain('\u001b');
  });

  it('says a file, an option or a library that is none', async () => {
    const file = writeQueries(sunset);
    for (const [args, code, message] of [
      [['nowhere.jsonl'], 2, /cannot read .*nowhere\.jsonl/],
      [['.'], 2, /is a folder, not a file/],
      [[file, '--k', '0'], 2, /Expected a whole number from 1 to 1000/],
      [[file, '--k', '1,1'], 2, /A number is there twice/],
      [[file, '--min', 'recall'], 2, /expected METRIC=NUMBER/],
      [[file, '--min', 'recal@10=1'], 2, /there is no metric recal@10/],
      [[file, '--db', join(folder, 'none.db')], 7, /none\.db/],
    ] as const) {
      const result = await evaluate(args);
      expect([result.code, result.stdout], args.join(' ')).toEqual([code, '']);
      expect(result.stderr).toMatch(message);
    }
  });

  it('ends in order where it is interrupted', async (context) => {
    if (!existsSync('/proc/self/fd')) context.skip('this system shows no open files in /proc');
    // More than any machine answers before it is interrupted.
    const many = Array.from({ length: 20_000 }, (_, number) => ({ ...sunset, query: `sunset ${number}` }));
    const { code, signal, stdout } = await evaluate([writeQueries(...many)], {
      onStart: (child) => void whenOpen(child, library).then(() => child.kill('SIGINT')),
    });
    expect([code, signal, stdout]).toEqual([130, null, '']);
  });
});

describe('heimdex eval of what is said', () => {
  it('finds with all-MiniLM-L6-v2 the passages that 36 questions mean among 200', async (context) => {
    const key = 'all-minilm-l6-v2';
    const manifest = parseManifest(readFileSync(join(PACKAGE, 'models.manifest.json'), 'utf8'), 'manifest');
    const { source, files } = manifest.models[key]!;
    const paths = files.map(
      ({ path }) => [path, sharedData(context, `models/all-MiniLM-L6-v2/${path}`)] as const,
    );
    const place = tempFolder();
    const home = join(place, 'home');
    for (const [path, from] of paths) {
      const to = join(home, 'models', key, source.revision, path);
      mkdirSync(join(to, '..'), { recursive: true });
      copyFileSync(from, to);
    }
    const { passages, questions } = JSON.parse(
      readFileSync(new URL('../golden/meaning.json', import.meta.url), 'utf8'),
    ) as { passages: string[]; questions: { text: string; answer: number }[] };
    const [videos, mine] = [join(place, 'videos'), { HOME: place, HEIMDEX_HOME: home }];
    mkdirSync(videos);
    layOut(passages, videos);
    const indexed = await runHeimdex(
      ['index', videos, '--only', 'speech', '--profile', 'demo', '--with', `text=${key}`, '--json'],
      { env: mine },
    );
    expect(indexed.code, indexed.stderr).toBe(0);
    expect(JSON.parse(indexed.stdout).segments).toBe(passages.length);
    const lines = questions.map(({ text, answer }) => ({
      query: text,
      expect: [{ video: `talk-${Math.floor(answer / EACH)}.flac`, ...timeOf(answer) }],
    }));
    const literal = { query: 'said:shingles', expect: [{ video: 'talk-0.flac', ...timeOf(2) }] };
    const file = writeQueries(...lines, literal);
    const evaluated = async (...args: string[]) => {
      const { code, stdout, stderr } = await runHeimdex(['eval', file, '--json', ...args], { env: mine });
      expect(code, stderr).toBe(0);
      return JSON.parse(stdout) as EvalDocument;
    };
    const { all, channels } = await evaluated('--min-confidence', '0');
    expect(channels.map(({ channel }) => channel)).toEqual(['words', 'meaning']);
    const meaning = channels.find(({ channel }) => channel === 'meaning')!;
    expect(meaning).toMatchObject({ leftOut: 1, answerable: 36, falseNothing: 0 });
    expect(channels[0]).toMatchObject({ channel: 'words', leftOut: 0, answerable: 37, falseNothing: 36 });
    expect(meaning.recall['5']).toBeGreaterThanOrEqual(0.95);
    expect(all.recall['5']).toBeGreaterThanOrEqual(0.95);
    // Some true answers of this model score no more than what fits nothing (docs/decisions/040).
    const cut = await evaluated();
    expect(cut.all.falseNothing).toBeLessThanOrEqual(6);
    expect(cut.all.recall['5']).toBeGreaterThanOrEqual(0.83);
  }, 180_000);
});

/** Passages of one sound. */
const EACH = 25;
/** A passage lasts six seconds; a pause of four behind it ends it. */
const timeOf = (passage: number) => ({ start: (passage % EACH) * 10, end: (passage % EACH) * 10 + 6 });

/** Silent sounds with subtitles beside them in which the passages are said. */
function layOut(passages: readonly string[], videos: string): void {
  const clock = (seconds: number) => new Date(seconds * 1000).toISOString().slice(11, 23).replace('.', ',');
  for (let sound = 0; sound * EACH < passages.length; sound++) {
    const own = passages.slice(sound * EACH, (sound + 1) * EACH);
    const cues = own.map((text, at) => {
      const { start, end } = timeOf(at);
      return `${at + 1}\n${clock(start)} --> ${clock(end)}\n${text}\n`;
    });
    const seconds = EACH * 10 + sound;
    const path = join(videos, `talk-${sound}.flac`);
    ffmpeg('-f', 'lavfi', '-i', `anullsrc=r=8000:cl=mono:d=${seconds}`, path);
    writeFileSync(join(videos, `talk-${sound}.en.srt`), cues.join('\n'));
  }
}
