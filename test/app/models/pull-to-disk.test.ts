import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { someBytes } from '../../support/made-models.ts';
import { failure, pullRig } from '../../support/pull-rig.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const content = someBytes(3_000_000);

describe('the disk', () => {
  test('D21 without room for what is missing stops the pull before the first request', async () => {
    const rig = await pullRig(content);
    const tools = { ...rig.tools, intake: { ...rig.tools.intake, freeBytes: async () => 2_999_999 } };
    const small = await pullRig(content, { hub: rig.hub, tools: { intake: tools.intake } });
    const error = await failure(small.pull());
    expect(error.code).toBe('disk-full');
    expect(error.message).toBe('needs 3.0 MB, 3.0 MB free');
    expect(rig.hub.requests).toHaveLength(0);
  });

  test('D21 has its free space told in bytes, also where the home folder is yet to be made', async () => {
    const rig = await pullRig(content);
    const free = await rig.tools.intake.freeBytes();
    expect(free).toBeGreaterThan(1_000_000);
    expect(existsSync(join(rig.home, 'models'))).toBe(false);
  });

  test('with a link where a folder should be is not written through', async () => {
    const elsewhere = tempFolder();
    const rig = await pullRig(content);
    const folder = rig.tools.store.folderOf(rig.model);
    mkdirSync(folder, { recursive: true });
    symlinkSync(elsewhere, join(folder, 'onnx'));
    expect((await failure(rig.pull())).code).toBe('disk');
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  test('with a link in place of the part is not written through', async () => {
    const victim = join(tempFolder(), 'victim');
    writeFileSync(victim, 'precious');
    const rig = await pullRig(content);
    mkdirSync(dirname(rig.path), { recursive: true });
    symlinkSync(victim, `${rig.path}.part`);
    expect((await failure(rig.pull())).code).toBe('disk');
    expect(statSync(victim).size).toBe(8);
  });

  test('with a link in place of the file gets a real file there', async () => {
    const victim = join(tempFolder(), 'victim');
    writeFileSync(victim, content);
    const rig = await pullRig(content);
    mkdirSync(dirname(rig.path), { recursive: true });
    symlinkSync(victim, rig.path);
    await rig.pull();
    expect(lstatSync(rig.path).isFile()).toBe(true);
  });

  test('D23 with a read-only part of a pull killed at its last step is no obstacle', async () => {
    const rig = await pullRig(content);
    mkdirSync(dirname(rig.path), { recursive: true });
    writeFileSync(`${rig.path}.part`, content);
    chmodSync(`${rig.path}.part`, 0o444);
    await rig.pull();
    expect(rig.isWhole()).toBe(true);
    expect(rig.hub.requests).toHaveLength(0);
  });
});
