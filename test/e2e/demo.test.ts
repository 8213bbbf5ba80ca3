import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, type TestContext } from 'vitest';
import { parseManifest } from '../../src/domain/manifest/parse-manifest.ts';
import { runHeimdex } from '../support/run-heimdex.ts';
import { tempFolder } from '../support/temp-folder.ts';

const PACKAGE = fileURLToPath(new URL('../../', import.meta.url));

/** The demo's model is made by tools/demo-models and not kept where the repository is only a part of the package. */
function needDemo(context: TestContext): void {
  const manifest = parseManifest(
    readFileSync(join(PACKAGE, 'models.manifest.json'), 'utf8'),
    'models.manifest.json',
  );
  const key = manifest.profiles.demo?.['image-text'];
  const model = key === undefined ? undefined : manifest.models[key];
  if (model === undefined) throw new Error('the manifest names no demo model');
  const folder = model.source.kind === 'bundled' ? model.source.folder : '';
  const missing = model.files.find(({ path }) => !existsSync(join(PACKAGE, folder, path)));
  if (missing !== undefined) context.skip(`the demo is not complete: ${folder}/${missing.path} is missing`);
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
    expect(stdout).toContain('All 4 queries found the right shot.');
    expect(stdout).toContain('$ heimdex search "sunset on beach"');
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
    expect(document).toMatchObject({ schema: 'heimdex.demo/1', indexed: 3 });
    expect(document.answers.map(({ right }: { right: boolean }) => right)).toEqual([true, true, true, true]);
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
});
