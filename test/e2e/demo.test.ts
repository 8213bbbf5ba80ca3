import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, type TestContext } from 'vitest';
import { locateFfmpeg } from '../../src/adapters/ffmpeg/locate-ffmpeg.ts';
import { parseManifest } from '../../src/domain/manifest/parse-manifest.ts';
import { asNobody } from '../support/machine.ts';
import { PROGRAM, runHeimdex } from '../support/run-heimdex.ts';
import { tempFolder } from '../support/temp-folder.ts';

const PACKAGE = fileURLToPath(new URL('../../', import.meta.url));

/** The demo's models are made by tools/demo-models and not kept where the repository is only a part of the package. */
function needDemo(context: TestContext): void {
  const manifest = parseManifest(
    readFileSync(join(PACKAGE, 'models.manifest.json'), 'utf8'),
    'models.manifest.json',
  );
  const keys = Object.values(manifest.profiles.demo ?? {});
  if (keys.length === 0) throw new Error('the manifest names no demo model');
  const files = keys.flatMap((key) => {
    const { source, files } = manifest.models[key]!;
    return files.map(({ path }) => join(source.kind === 'bundled' ? source.folder : '', path));
  });
  const missing = files.find((file) => !existsSync(join(PACKAGE, file)));
  if (missing !== undefined) context.skip(`the demo is not complete: ${missing} is missing`);
}

function demo(folder: string, ...args: string[]) {
  const env = { HOME: folder, HEIMDEX_HOME: join(folder, 'home'), TMPDIR: folder };
  return runHeimdex(['demo', ...args], { cwd: folder, env });
}

describe('heimdex demo', () => {
  it('finds the right shot for every query, and leaves nothing behind', async (context) => {
    needDemo(context);
    const folder = tempFolder();
    const { code, stdout, stderr } = await demo(folder);
    expect(code, stdout + stderr).toBe(0);
    expect(stdout).toContain('All 7 queries found the right shot.');
    expect(stdout).toContain('$ heimdex search "sunset on beach"');
    expect(stdout).toMatch(/^\$ heimdex people name (\d+) Mina\nMina is person \1: 3 faces$/m);
    expect(stdout).toContain('$ heimdex search "person:Mina"');
    expect(stdout).not.toContain('\u001b');
    expect(readdirSync(folder).filter((name) => name.startsWith('heimdex-demo'))).toEqual([]);
    expect(existsSync(join(folder, 'home', 'library.db')), 'the user’s own library is untouched').toBe(false);
  });

  it('says the same as one JSON document', async (context) => {
    needDemo(context);
    const folder = tempFolder();
    const { code, stdout } = await demo(folder, '--json', '--quiet');
    expect(code).toBe(0);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({ schema: 'heimdex.demo/1', indexed: 4 });
    expect(document.people).toEqual([{ name: 'Mina', number: expect.any(Number) }]);
    expect(document.answers.map(({ right }: { right: boolean }) => right)).toEqual(Array(7).fill(true));
  });

  it('leaves the videos where --dir says, to be searched again', async (context) => {
    needDemo(context);
    const folder = tempFolder();
    expect((await demo(folder, '--dir', 'here')).code).toBe(0);
    expect(readdirSync(join(folder, 'here', 'videos')).sort()).toEqual(
      readdirSync(join(PACKAGE, 'demo', 'videos')).sort(),
    );
    const library = readdirSync(join(folder, 'here')).find((name) => name.endsWith('.db'));
    expect(library).toBeDefined();
    expect((await demo(folder, '--dir', 'here')).code, 'a second time').toBe(0);
    const env = { HOME: folder, HEIMDEX_HOME: join(folder, 'home') };
    const args = [
      'search',
      'sunset on beach',
      '--db',
      join(folder, 'here', library!),
      '--json',
      '--limit',
      '1',
    ];
    const { stdout } = await runHeimdex(args, { env });
    expect(JSON.parse(stdout).moments[0].path).toBe(join(folder, 'here', 'videos', 'holiday.mp4'));
  });

  it('never replaces a file that is not its own, and writes nothing beside it', async () => {
    for (const make of [
      (path: string) => writeFileSync(path, 'my own video'),
      (path: string) => mkdirSync(path),
      (path: string) => symlinkSync('/nowhere', path),
    ]) {
      const folder = tempFolder();
      const videos = join(folder, 'here', 'videos');
      mkdirSync(videos, { recursive: true });
      make(join(videos, 'weather.mp4'));
      const { code, stderr } = await demo(folder, '--dir', 'here');
      expect(stderr).toBe(
        `heimdex: ${join(videos, 'weather.mp4')} is there already and is not the demo's\ntry: choose another folder with --dir FOLDER\n`,
      );
      expect(code).toBe(2);
      expect(readdirSync(videos)).toEqual(['weather.mp4']);
    }
    const folder = tempFolder();
    const file = join(folder, 'here', 'videos', 'weather.mp4');
    mkdirSync(join(folder, 'here', 'videos'), { recursive: true });
    writeFileSync(file, 'my own video');
    await demo(folder, '--dir', 'here');
    expect(readFileSync(file, 'utf8')).toBe('my own video');
  });

  it('indexes its own four videos and no other in the folder', async (context) => {
    needDemo(context);
    const folder = tempFolder();
    const videos = join(folder, 'here', 'videos');
    mkdirSync(videos, { recursive: true });
    writeFileSync(join(videos, 'mine.mp4'), 'my own video');
    const { code, stdout, stderr } = await demo(folder, '--dir', 'here', '--json');
    expect(code, stderr).toBe(0);
    expect(stderr).not.toContain('mine.mp4');
    expect(JSON.parse(stdout)).toMatchObject({ indexed: 4 });
  });

  it('says a folder that cannot be made as a failure of the disk', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'file'), '');
    for (const args of [
      ['--dir', 'file'],
      ['--dir', join('file', 'below')],
    ]) {
      const { code, stderr } = await demo(folder, ...args);
      expect(stderr).toMatch(
        /^heimdex: cannot make the folder .*\ntry: choose another folder with --dir FOLDER\n$/,
      );
      expect(code).toBe(9);
    }
    const env = { HOME: folder, TMPDIR: join(folder, 'nowhere') };
    const { code, stderr } = await runHeimdex(['demo', '--json', '--quiet'], { env });
    expect(JSON.parse(stderr)).toMatchObject({ code: 'disk', exit: 9 });
    expect(code).toBe(9);
  });

  it('says a folder without permission as a failure of the disk', (context) => {
    const nobody = asNobody(context);
    const folder = tempFolder();
    chmodSync(folder, 0o755);
    mkdirSync(join(folder, 'closed'), { mode: 0o500 });
    const command = [...nobody, process.execPath, PROGRAM, 'demo', '--dir', join(folder, 'closed', 'here')];
    const env = { PATH: process.env.PATH, HEIMDEX_HOME: join(folder, 'home') };
    const { status, stderr } = spawnSync(command[0]!, command.slice(1), { encoding: 'utf8', env });
    expect(stderr).toMatch(/^heimdex: cannot make the folder .*: there is no permission to\ntry: .*\n$/);
    expect(status).toBe(9);
  });

  it('says which video could not be indexed, and why', async (context) => {
    needDemo(context);
    const folder = tempFolder();
    const tools = locateFfmpeg({
      named: process.env.HEIMDEX_FFMPEG,
      path: process.env.PATH,
      platform: process.platform,
    });
    for (const [name, program] of [
      ['ffmpeg', tools.ffmpeg],
      ['ffprobe', tools.ffprobe],
    ] as const) {
      const script = `#!/bin/sh\ncase "$*" in *weather.mp4*) echo 'no such luck' >&2; exit 1;; esac\nexec '${program}' "$@"\n`;
      writeFileSync(join(folder, name), script);
      chmodSync(join(folder, name), 0o755);
    }
    const env = { HOME: folder, TMPDIR: folder, HEIMDEX_FFMPEG: join(folder, 'ffmpeg') };
    const { code, stderr } = await runHeimdex(['demo', '--quiet'], { cwd: folder, env });
    expect(stderr).toMatch(
      /\nheimdex: a demo video could not be indexed: .*weather\.mp4.*\ntry: see whether/,
    );
    expect(stderr).not.toContain('queries did not find');
    expect(code).toBe(1);
  });
});
