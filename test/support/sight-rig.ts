import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { install, type MadeModel, writeUserManifest } from './made-models.ts';
import { makeVideo } from './media.ts';
import { PROGRAM, type RunOptions, type RunResult, runHeimdex } from './run-heimdex.ts';
import { tempFolder } from './temp-folder.ts';

/** What stands before the program's arguments, such as strace with its own. */
type Before = readonly string[];

/** A home whose store holds a made image–text model as a pull would leave it, the profile `made`, and one short video. */
export function sightRig(made: MadeModel) {
  const folder = tempFolder();
  const [home, videos] = [join(folder, 'home'), join(folder, 'videos')];
  mkdirSync(videos);
  makeVideo(join(videos, 'a.mp4'), { seconds: 1 });
  writeUserManifest(home, [made], { made: { 'image-text': made.model.key } });
  const models = install(home, made);
  const env = { PATH: process.env.PATH, LANG: 'C.UTF-8', HOME: folder, HEIMDEX_HOME: home, TMPDIR: folder };
  const verbs = {
    index: ['index', videos, '--profile', 'made', '--reindex'],
    search: ['search', 'a red wall', '--profile', 'made'],
  };
  const run = (args: readonly string[], options: RunOptions = {}): Promise<RunResult> =>
    runHeimdex(args, { cwd: folder, ...options, env: { ...env, ...options.env } });
  return {
    folder,
    home,
    videos,
    /** The folder of the model's files. */
    models,
    env,
    verbs,
    run,
    /** Runs the program below another one, such as strace. */
    runBelow(before: Before, args: readonly string[]) {
      const command = [...before, process.execPath, PROGRAM, ...args];
      return spawnSync(command[0]!, command.slice(1), { encoding: 'utf8', env, cwd: folder });
    },
    /** Makes a library with the model as it is. */
    async index(): Promise<void> {
      const { code, stderr } = await run(verbs.index);
      expect(code, stderr).toBe(0);
    },
  };
}
