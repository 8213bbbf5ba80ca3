import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { startFakeHub } from '../support/fake-hub.ts';
import { publish, writeUserManifest } from '../support/made-models.ts';
import { madeSightModel, TEXT_GRAPH, VISION_GRAPH } from '../support/made-sight-model.ts';
import { makeVideo } from '../support/media.ts';
import { modesBelow } from '../support/modes-below.ts';
import { PROGRAM } from '../support/run-heimdex.ts';
import { tempFolder } from '../support/temp-folder.ts';

describe('a machine whose users share all they make (umask 000)', () => {
  it('C10 gets a store that is the user’s own: folders 0700, model files 0444, the rest 0600', async () => {
    const made = madeSightModel('made');
    const hub = await startFakeHub();
    publish(hub, made);
    const folder = tempFolder();
    const home = join(folder, 'new/home');
    const heimdex = async (...args: string[]) => {
      const env = { PATH: process.env.PATH, HOME: folder, HEIMDEX_HOME: home, HF_ENDPOINT: hub.endpoint };
      const shell = ['-c', 'umask 000 && exec "$@"', 'sh', process.execPath, PROGRAM, ...args];
      const child = spawn('sh', shell, { env, stdio: 'ignore' });
      return new Promise<number | null>((resolve) => child.on('close', resolve));
    };
    // The first thing that is written makes the home folder, and those on the way to it.
    expect(await heimdex('models', 'verify', 'demo-sight')).toBe(0);
    expect(modesBelow(join(folder, 'new'))).toMatchObject({ home: '700', 'home/models': '700' });
    writeUserManifest(home, [made], { made: { 'image-text': 'made' } });
    let goOn = () => {};
    const until = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    hub.fault(TEXT_GRAPH, { stallAfter: 100, until });
    const pulling = heimdex('models', 'pull', 'made', '--no-self-test', '--timeout', '3600');
    const store = join(home, 'models/made');
    const revision = made.model.source.revision;
    const [graph, part] = [join(revision, TEXT_GRAPH), join(revision, `${TEXT_GRAPH}.part`)];
    const others = {
      [revision]: '700',
      [`${revision}.verified.json`]: '600',
      [join(revision, 'onnx')]: '700',
      [join(revision, VISION_GRAPH)]: '444',
      [join(revision, 'tokenizer.json')]: '444',
      'pull.lock': '600',
    };
    // The one file stands still: meanwhile the others come to rest.
    const meanwhile = { ...others, [part]: '600', 'pull.lock-journal': '600', 'pull.pid': '600' };
    const namesBelow = () =>
      existsSync(store) ? readdirSync(store, { recursive: true, encoding: 'utf8' }).sort() : [];
    while (!isDeepStrictEqual(namesBelow(), Object.keys(meanwhile).sort())) await wait(20);
    expect(modesBelow(store)).toEqual(meanwhile);
    goOn();
    expect(await pulling).toBe(0);
    expect(modesBelow(store)).toEqual({ ...others, [graph]: '444' });
    makeVideo(join(folder, 'a.mp4'), { seconds: 1 });
    expect(await heimdex('index', join(folder, 'a.mp4'), '--profile', 'made')).toBe(0);
    expect(modesBelow(home)).toMatchObject({ models: '700', 'library.db': '600' });
  });
});
