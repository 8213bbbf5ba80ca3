import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { fillCache, gitId } from '../../support/hugging-face-cache.ts';
import { asNobody, needProgram } from '../../support/machine.ts';
import { type MadeModel, madeModel, sha256, someBytes } from '../../support/made-models.ts';
import { programWithModel } from '../../support/program-with-model.ts';
import { PROGRAM } from '../../support/run-heimdex.ts';
import { sharedData } from '../../support/shared-data.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** The program with a cache below HF_HOME that holds the model. */
async function withCache(made: MadeModel, etag = sha256) {
  const hfHome = tempFolder();
  const repository = fillCache(join(hfHome, 'hub'), made, { etag });
  const program = await programWithModel(made);
  return { ...program, repository, env: { HF_HOME: hfHome } };
}

const kindsIn = (stderr: string) =>
  stderr
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).kind);

describe('a file in the Hugging Face cache', () => {
  const made = madeModel('made', {
    'onnx/model.onnx': someBytes(2_000_000),
    'tokenizer.json': someBytes(400),
  });

  test('is taken without a request, and that is said', async () => {
    const { hub, pull, run, env } = await withCache(made);
    const { code, stdout, stderr } = await pull({ env });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    const lines = stderr.trimEnd().split('\n');
    expect(lines[0]).toBe('to pull: 2 files of made: 2.0 MB, 2.0 MB of it in the Hugging Face cache');
    expect(lines.slice(1, -1).sort()).toEqual([
      'took made/onnx/model.onnx from the Hugging Face cache',
      'took made/tokenizer.json from the Hugging Face cache',
    ]);
    expect(lines.at(-1)).toBe('took and verified 2 files, 2.0 MB from the Hugging Face cache');
    expect(hub.requests).toHaveLength(0);
    expect((await run(['models', 'verify', 'made'])).code).toBe(0);
  });

  test('is counted in the document and told in the events', async () => {
    const { run, env } = await withCache(made);
    const pulled = await run(
      ['models', 'pull', 'made', '--no-self-test', '--json', '--progress', 'json', '--jobs', '1'],
      {
        env,
      },
    );
    expect(JSON.parse(pulled.stdout)).toEqual({
      schema: 'heimdex.pull/1',
      models: ['made'],
      files: 0,
      bytes: 0,
      adopted: { files: 2, bytes: 2_000_400 },
    });
    const kinds = kindsIn(pulled.stderr).filter((kind) => kind !== 'bytes');
    const each = ['adopt-started', 'file-adopted'];
    expect(kinds).toEqual(['plan', ...each, ...each, 'done']);
  });

  test('is taken where HF_HUB_OFFLINE forbids the network', async () => {
    const { hub, pull, env } = await withCache(made);
    expect((await pull({ env: { ...env, HF_HUB_OFFLINE: '1' } })).code).toBe(0);
    expect(hub.requests).toHaveLength(0);
  });

  test('is looked for in ~/.cache where no variable says otherwise', async () => {
    const program = await programWithModel(made);
    const userHome = tempFolder();
    fillCache(join(userHome, '.cache', 'huggingface', 'hub'), made);
    expect((await program.pull({ env: { HOME: userHome } })).code).toBe(0);
    expect(program.hub.requests).toHaveLength(0);
  });

  test('whose content is damaged is said to be, and downloaded', async () => {
    const { hub, repository, pull, run, env } = await withCache(made);
    const content = made.contents.get('onnx/model.onnx')!;
    writeFileSync(join(repository, 'blobs', sha256(content)), Buffer.alloc(content.length));
    const { code, stderr } = await pull({ env });
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /^made\/onnx\/model\.onnx: not taken: the Hugging Face cache's copy is damaged\n(?:took .*\n)?pulling made\/onnx\/model\.onnx \(2\.0 MB\)$/m,
    );
    expect(hub.requests).toHaveLength(1);
    expect((await run(['models', 'verify', 'made'])).code).toBe(0);
  });

  test('that this user may not read is downloaded', async (context) => {
    const nobody = asNobody(context);
    const { hub, home, repository, env } = await withCache(made);
    const place = tempFolder();
    chmodSync(place, 0o777);
    for (const folder of [env.HF_HOME, home]) chmodSync(folder, 0o755);
    chmodSync(join(home, 'models.manifest.json'), 0o644);
    const closed = join(repository, 'blobs', sha256(made.contents.get('onnx/model.onnx')!));
    chmodSync(closed, 0o000);
    // The user's manifest lies in the home folder, which is another one here.
    const own = join(place, 'home');
    const script = 'umask 077; mkdir "$0" && cp "$1" "$0" && shift && exec "$@"';
    const command = [...nobody, 'sh', '-c', script, own, join(home, 'models.manifest.json')];
    command.push(process.execPath, PROGRAM, 'models', 'pull', 'made', '--no-self-test');
    await promisify(execFile)(command[0]!, command.slice(1), {
      env: { PATH: process.env.PATH, HEIMDEX_HOME: own, HF_ENDPOINT: hub.endpoint, ...env },
    });
    expect(hub.requests.map(({ url }) => url)).toEqual([expect.stringMatching(/model\.onnx$/)]);
  });

  test('shares its blocks with the store where the file system can do that', async (context) => {
    const image = join(tempFolder(), 'image');
    const mount = tempFolder();
    const bytes = 40_000_000;
    const one = madeModel('made', { 'onnx/model.onnx': someBytes(bytes) });
    const source = tempFolder();
    fillCache(join(source, 'hub'), one);
    const { home } = await programWithModel(one);
    needProgram(context, 'mkfs.btrfs');
    writeFileSync(image, '');
    const script = [
      'truncate -s 256M "$1" && mkfs.btrfs -q "$1" >/dev/null && mount -o loop "$1" "$2" || exit 77',
      'cp -a "$3" "$2/cache" && cp -a "$4" "$2/home" && sync && df --output=used -B1 "$2" | tail -1 && shift 4',
      '"$@" && sync && df --output=used -B1 "$0" | tail -1',
    ].join('\n');
    const program = [process.execPath, PROGRAM, 'models', 'pull', 'made', '--no-self-test'];
    const args = ['-m', 'sh', '-c', script, mount, image, mount, source, home, ...program];
    const env = {
      PATH: process.env.PATH,
      HEIMDEX_HOME: join(mount, 'home'),
      HF_HOME: join(mount, 'cache'),
      HF_HUB_OFFLINE: '1',
    };
    const { status, stdout, stderr } = spawnSync(needProgram(context, 'unshare'), args, {
      encoding: 'utf8',
      env,
    });
    if (status === 77 || /^unshare:/.test(stderr))
      context.skip(`no file system can be mounted here: ${stderr}`);
    expect({ status, stderr }).toMatchObject({ status: 0, stderr: expect.stringContaining('took made/') });
    const [before, after] = stdout.trim().split(/\s+/).map(Number);
    expect(before!).toBeGreaterThan(bytes);
    expect(after! - before!).toBeLessThan(bytes / 2);
  });
});

test('the real small files of whisper-base are taken from a cache as Hugging Face’s programs lay it out', async (context) => {
  const pins = JSON.parse(readFileSync(sharedData(context, 'pins.json'), 'utf8'));
  const pin = pins.models.find(({ repo }: { repo: string }) => repo === 'Xenova/whisper-base');
  const names = ['config.json', 'generation_config.json', 'preprocessor_config.json', 'tokenizer.json'];
  const contents = new Map(
    names.map((name) => [name, readFileSync(sharedData(context, `tokenizers/whisper-base/${name}`))]),
  );
  const pinned = names.map((name) => pin.files.find(({ path }: { path: string }) => path === name));
  // Half of them pinned as the Hub names small files, half by what heimdex hashed.
  const files = pinned.map(({ path, bytes, sha256: digest, gitSha1 }, index) =>
    index % 2 === 0 ? { path, bytes, sha256: digest } : { path, bytes, gitSha1 },
  );
  const made = madeModel('made', Object.fromEntries(contents));
  const source = { kind: 'hub', repo: pin.repo, revision: pin.revision } as const;
  const model = { ...made.model, source, files };
  const { hub, folder, pull, run, env } = await withCache({ model, contents }, gitId);
  for (const { path, gitSha1 } of pinned) expect(gitId(contents.get(path)!)).toBe(gitSha1);
  expect((await pull({ env })).code).toBe(0);
  expect(hub.requests).toHaveLength(0);
  expect((await run(['models', 'verify', 'made'])).code).toBe(0);
  expect(statSync(join(folder, 'tokenizer.json')).mode & 0o777).toBe(0o444);
});
