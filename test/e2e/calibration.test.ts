import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeAll, expect, it } from 'vitest';
import { genericPrompts } from '../../src/domain/calibration/generic-prompts.ts';
import { indexRig, variantOf } from '../support/index-rig.ts';
import { makeVideo } from '../support/media.ts';
import { folderOfSuite } from '../support/suite-folder.ts';

const sample = join(folderOfSuite(), 'sample.mp4');
beforeAll(() => makeVideo(sample, { seconds: 2 }));

interface Row {
  readonly tower: string;
  readonly prompts: string;
  readonly dimension: number;
  readonly vectors: Buffer;
  readonly statistics: Buffer;
}

/** A rig with one video. */
function rigWithVideo() {
  const rig = indexRig();
  writeFileSync(join(rig.videos, '0.mp4'), variantOf(sample, 0));
  return {
    ...rig,
    row: () => rig.query<Row>('SELECT * FROM calibration')[0],
    change(sql: string) {
      const database = new Database(rig.library);
      database.exec(sql);
      database.close();
    },
    /** Indexes and gives back what was told on the way. */
    async told(...args: string[]) {
      const { code, stderr } = await rig.run(['index', rig.videos, '--profile', 'tiny', ...args]);
      expect(code, stderr).toBe(0);
      return stderr;
    },
  };
}

const measuredOf = (row: Row) => row.statistics.readDoubleLE(0);

it('index calibrates a library once, and measures it again when it has grown', async () => {
  const rig = rigWithVideo();
  expect(await rig.told()).toMatch(/^calibrating tiny-siglip2$/m);
  const first = rig.row()!;
  expect(first.vectors.length).toBe(genericPrompts('frames', ['*']).length * first.dimension * 4);
  const frames = () => rig.query<{ n: number }>('SELECT count(*) AS n FROM frame')[0]!.n;
  expect(measuredOf(first)).toBe(frames());
  expect(await rig.told()).not.toContain('calibrating');
  expect(rig.row()).toEqual(first);
  writeFileSync(join(rig.videos, '1.mp4'), variantOf(sample, 1));
  expect(await rig.told()).not.toContain('calibrating');
  const grown = rig.row()!;
  expect(measuredOf(grown)).toBe(frames());
  expect(measuredOf(grown)).toBeGreaterThan(measuredOf(first));
  expect(grown.vectors).toEqual(first.vectors);
  const verify = await rig.run(['verify']);
  expect(verify.code, verify.stdout).toBe(0);
}, 120_000);

it.each([
  ['an older heimdex made it', 'DELETE FROM calibration'],
  ['the prompts are others', "UPDATE calibration SET prompts = 'others'"],
  ['the text tower is another', "UPDATE calibration SET tower = 'another'"],
])(
  'index calibrates a library anew where %s, though nothing else is to do',
  async (_, sql) => {
    const rig = rigWithVideo();
    await rig.index();
    const right = rig.row();
    rig.change(sql);
    expect(await rig.told()).toContain('calibrating tiny-siglip2');
    expect(rig.row()).toEqual(right);
  },
  120_000,
);

it('verify notices a bit of it that is not as written', async () => {
  const rig = rigWithVideo();
  await rig.index();
  const { vectors } = rig.row()!;
  vectors[100]! ^= 1;
  rig.change(`UPDATE calibration SET vectors = x'${vectors.toString('hex')}'`);
  const { code, stdout, stderr } = await rig.run(['verify']);
  expect(code, stderr).toBe(7);
  expect(stdout + stderr).toContain('what scores are held against is not as written');
}, 120_000);

it('Ctrl-C while it calibrates keeps what was indexed, and the next run goes on', async () => {
  const rig = rigWithVideo();
  let isSent = false;
  const result = await rig.run(['index', rig.videos, '--profile', 'tiny', '--progress', 'json'], {
    onStart: (child) =>
      child.stderr.on('data', (text: Buffer) => {
        if (isSent || !String(text).includes('"calibrating"')) return;
        isSent = true;
        child.kill('SIGINT');
      }),
  });
  expect(result.code, result.stderr).toBe(130);
  expect(rig.query<{ n: number }>('SELECT count(*) AS n FROM frame')[0]!.n).toBeGreaterThan(0);
  expect(rig.query('SELECT * FROM calibration')).toEqual([]);
  const after = await rig.told();
  expect(after).toContain('calibrating');
  expect(rig.row()).toBeDefined();
}, 120_000);
