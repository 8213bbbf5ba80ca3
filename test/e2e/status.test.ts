import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { indexRig, variantOf } from '../support/index-rig.ts';
import { makeVideo } from '../support/media.ts';

it('heimdex status tells sizes, and which files are stale and why', async () => {
  const rig = indexRig();
  const at = (name: string) => join(rig.videos, name);
  for (const name of ['old.mp4', 'fine.mp4', 'other.mp4', 'left.mp4']) {
    makeVideo(at('old.mp4'), { seconds: 1 });
    if (name !== 'old.mp4')
      writeFileSync(at(name), variantOf(at('old.mp4'), name.length * 7 + name.charCodeAt(0)));
  }
  writeFileSync(at('broken.mp4'), 'no video');
  await rig.index({ code: 3 });
  const status = async (...args: string[]) => (await rig.run(['status', ...args])).stdout;
  const before = JSON.parse(await status('--json'));
  expect(before).toMatchObject({
    bytes: statSync(rig.library).size,
    spaces: [{ vectors: 4, dimension: before.spaces[0].dimension, bytes: 16 * before.spaces[0].dimension }],
    stale: [{ path: at('broken.mp4'), reason: 'failed', parameters: [] }],
  });
  // What an older heimdex, another model and a run that was broken off leave.
  const database = new Database(rig.library);
  const change = (set: string, name: string) =>
    database
      .prepare(`${set} WHERE video_id = (SELECT video_id FROM place WHERE path LIKE ?)`)
      .run(`%/${name}`);
  change("UPDATE stage_run SET parameters = replace(parameters, 'interval=500000', 'interval=5')", 'old.mp4');
  change("UPDATE stage_run SET parameters = replace(parameters, 'space=1', 'space=7')", 'other.mp4');
  change('DELETE FROM stage_run', 'left.mp4');
  database.close();
  expect(JSON.parse(await status('--json')).stale).toEqual([
    { path: at('broken.mp4'), reason: 'failed', parameters: [] },
    { path: at('left.mp4'), reason: 'not-indexed', parameters: [] },
    { path: at('old.mp4'), reason: 'other-parameters', parameters: ['interval=5'] },
    { path: at('other.mp4'), reason: 'other-model', parameters: [] },
  ]);
  const lines = await status('--verbose');
  expect(lines).toContain(
    'stale: 1 file indexed with another model than most; heimdex index FOLDER does them\n',
  );
  expect(lines).toContain(`\n  ${at('left.mp4')}\n`);
  expect(await status()).not.toContain(`\n  ${at('left.mp4')}\n`);
});
