import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { someBytes } from '../made-models.ts';
import { runHeimdex } from '../run-heimdex.ts';
import { sharedData } from '../shared-data.ts';
import { tempFolder } from '../temp-folder.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const MAIN = fileURLToPath(new URL('dist/main.js', import.meta.url));
let help: string;

/** The command that people type; it also builds what the other tests start. */
beforeAll(() => {
  help = execFileSync('npm', ['run', '--silent', 'fakehub', '--', '--help'], { cwd: ROOT, encoding: 'utf8' });
});

interface Ready {
  endpoint: string;
  home: string;
  models: { key: string; exit: number }[];
  repositories: { repo: string; revision: string; files: number }[];
}

/** Starts the program, and ends it with the test if it still runs. */
function start(args: readonly string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  const closed = once(child, 'close');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await closed;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async () => (await lines.next()).value as string;
  return { child, closed, nextLine, stderr: () => textOf(child) };
}

async function textOf(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stderr!) text += chunk;
  return text;
}

async function startJson(args: readonly string[]) {
  const program = start(['--json', ...args]);
  const nextDocument = async () => JSON.parse(await program.nextLine());
  const { kind, ...ready } = await nextDocument();
  expect(kind).toBe('ready');
  return { ...program, nextDocument, ready: ready as Ready };
}

test('three faults end as the program says: well, with exit 5 and with exit 6, and each request is a line', async () => {
  const home = join(tempFolder(), 'home');
  const { ready, nextDocument } = await startJson(['--home', home]);
  expect(ready.home).toBe(home);
  const env = { HEIMDEX_HOME: home, HF_ENDPOINT: ready.endpoint, HF_TOKEN: 'hf_secretsecret' };
  for (const [key, exit] of [
    ['fault-drop-once', 0],
    ['fault-corrupt-always', 5],
    ['fault-status-404', 6],
  ] as const) {
    expect(ready.models).toContainEqual(expect.objectContaining({ key, exit }));
    expect(await runHeimdex(['models', 'pull', '--no-self-test', key], { env })).toMatchObject({
      code: exit,
    });
  }
  const seen = [];
  for (let count = 0; count < 5; count++) {
    const { path, ...record } = await nextDocument();
    seen.push({ ...record, file: path.split('/').at(-1) });
  }
  const common = { kind: 'request', server: 'hub', method: 'GET', authorization: true };
  expect(seen).toEqual([
    { ...common, file: 'drop-once.bin', status: 200, fault: 'dropAfter' },
    { ...common, file: 'drop-once.bin', status: 206, range: 'bytes=500000-' },
    { ...common, file: 'corrupt-always.bin', status: 200, fault: 'corrupt' },
    { ...common, file: 'corrupt-always.bin', status: 200, fault: 'corrupt' },
    { ...common, file: 'status-404.bin', status: 404, fault: 'status' },
  ]);
  expect(JSON.stringify(seen)).not.toContain('secretsecret');
});

test('each quick model ends with the exit code that the program names', async () => {
  const { ready } = await startJson(['--home', tempFolder()]);
  const env = { HEIMDEX_HOME: ready.home, HF_ENDPOINT: ready.endpoint };
  const quick = ready.models.filter(({ key }) => !/slow|drop-always|stall|429/.test(key));
  expect(quick.length).toBeGreaterThanOrEqual(18);
  const ends: Record<string, number | null> = {};
  for (const { key } of quick)
    ends[key] = (await runHeimdex(['models', 'pull', '--no-self-test', key], { env })).code;
  expect(ends).toEqual(Object.fromEntries(quick.map(({ key, exit }) => [key, exit])));
}, 300_000);

test('what it prints first can be typed as it stands, and then each request is a line of text', async () => {
  const home = join(tempFolder(), "a user's home");
  const { nextLine, child, closed } = start(['--home', home]);
  let command = '';
  for (let line = ''; line !== 'Requests:'; line = await nextLine()) {
    if (line.includes('HF_ENDPOINT=')) command = line.trim();
  }
  expect(command).toContain('heimdex models pull --no-self-test fault-corrupt-once');
  const typed = command.replace('heimdex models', `'${process.execPath}' bin/heimdex.js models`);
  const shell = spawn('sh', ['-c', typed], { cwd: ROOT, env: { PATH: process.env.PATH }, stdio: 'ignore' });
  expect(await once(shell, 'close')).toEqual([0, null]);
  const path = '/faults/by-name/resolve/[0-9a-f]{40}/corrupt-once\\.bin';
  expect(await nextLine()).toMatch(new RegExp(`^hub GET ${path} status=200 fault=corrupt authorization=no$`));
  expect(await nextLine()).toMatch(new RegExp(`^hub GET ${path} status=200 authorization=no$`));
  child.kill('SIGINT');
  expect(await closed).toEqual([0, null]);
});

test('a folder is a repository, under its revision or one that follows from its files', async () => {
  const folder = tempFolder();
  const content = someBytes(1000);
  mkdirSync(join(folder, 'onnx'));
  writeFileSync(join(folder, 'onnx/model.onnx'), content);
  symlinkSync('onnx/model.onnx', join(folder, 'linked.onnx'));
  symlinkSync('nowhere', join(folder, 'dangling'));
  const revision = 'a'.repeat(40);
  const args = ['--cdn', '--home', tempFolder(), `makers/one=${folder}`, `makers/two@${revision}=${folder}`];
  const { ready, nextDocument, child, closed } = await startJson(args);
  const [one, two] = ready.repositories;
  expect(one).toMatchObject({
    repo: 'makers/one',
    files: 2,
    revision: expect.stringMatching(/^[0-9a-f]{40}$/),
  });
  expect(two).toEqual({ repo: 'makers/two', files: 2, revision });
  const answer = await fetch(`${ready.endpoint}/makers/two/resolve/${revision}/onnx/model.onnx`);
  expect(Buffer.from(await answer.arrayBuffer()).equals(content)).toBe(true);
  const servers = [(await nextDocument()).server, (await nextDocument()).server];
  expect(servers).toEqual(['hub', 'cdn']);
  const listed = await fetch(`${ready.endpoint}/api/models/makers/one/tree/main?recursive=true`);
  const paths = ((await listed.json()) as { path: string }[]).map(({ path }) => path);
  expect(paths).toEqual(['linked.onnx', 'onnx', 'onnx/model.onnx']);
  child.kill('SIGTERM');
  expect(await closed).toEqual([0, null]);
});

test('a real model is pulled from its folder under the pins that heimdex ships', async (context) => {
  const folder = sharedData(context, 'models/all-MiniLM-L6-v2');
  const manifest = JSON.parse(readFileSync(join(ROOT, 'models.manifest.json'), 'utf8'));
  const { repo, revision } = manifest.models['all-minilm-l6-v2'].source;
  const { ready } = await startJson(['--home', tempFolder(), `${repo}@${revision}=${folder}`]);
  const env = { HEIMDEX_HOME: ready.home, HF_ENDPOINT: ready.endpoint };
  expect(await runHeimdex(['models', 'pull', 'all-minilm-l6-v2'], { env })).toMatchObject({ code: 0 });
});

test('it starts again on its own home, and never writes over another manifest', async () => {
  const home = tempFolder();
  for (let run = 0; run < 2; run++) {
    const { child, closed } = await startJson(['--home', home]);
    child.kill('SIGINT');
    await closed;
  }
  writeFileSync(join(home, 'models.manifest.json'), '{}');
  const { closed, stderr } = start(['--home', home]);
  const said = stderr();
  expect(await closed).toEqual([2, null]);
  expect(await said).toContain('models.manifest.json is there already: name another folder with --home');
  expect(readFileSync(join(home, 'models.manifest.json'), 'utf8')).toBe('{}');
});

test.each([
  [['--prot', '1'], "Unknown option '--prot'"],
  [['--port', '99999'], 'no port: 99999'],
  [['somewhere'], 'expected OWNER/NAME[@REVISION]=FOLDER'],
  [['a/b@main=.'], 'with a revision of 40 hex digits: a/b@main=.'],
])('%j is an error of usage', async (args, message) => {
  const { closed, stderr } = start(args);
  const said = stderr();
  expect(await closed).toEqual([2, null]);
  expect(await said).toContain(message);
  expect(await said).toContain('try: npm run fakehub -- --help');
});

test('its help has an example and every option', () => {
  expect(help).toContain('Example:\n  npm run fakehub -- ');
  for (const option of ['--port', '--home', '--cdn', '--json', '--help']) expect(help).toContain(option);
});

test('a package for npm holds nothing of it', () => {
  const output = execFileSync('npm', ['pack', '--dry-run', '--ignore-scripts', '--json'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const [{ files }] = JSON.parse(output) as [{ files: { path: string }[] }];
  const paths = files.map(({ path }) => path);
  expect(paths).toContain('bin/heimdex.js');
  expect(paths.filter((path) => /^test\/|fake-?hub|\.pem$/.test(path))).toEqual([]);
});
