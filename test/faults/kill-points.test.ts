import { chmodSync, chownSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, type TestContext, test } from 'vitest';
import { runLimited } from '../../src/app/flow/run-limited.ts';
import { asNobody, needProgram } from '../support/machine.ts';
import { someBytes } from '../support/made-models.ts';
import { type PullProgram, pullProgram } from '../support/pull-program.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { tracedCalls } from '../support/traced-calls.ts';

const FILES = { 'onnx/model.onnx': someBytes(1_200_000), small: someBytes(10), empty: new Uint8Array() };

/** What can change anything on a disk. */
const CALLS =
  'write,pwrite64,writev,pwritev,pwritev2,ftruncate,fallocate,copy_file_range,fsync,fdatasync,chmod,fchmod,fchmodat,' +
  'rename,renameat,renameat2,link,linkat,unlink,unlinkat,mkdir,mkdirat';
/** Files come one after the other, and one thread does all that is done beside the main one: every run is the same. */
const ORDERLY = { args: ['--jobs', '1'], env: { UV_THREADPOOL_SIZE: '1' } };

/** What a killed pull leaves of its lock stands in nobody's way, and is the next pull's. */
const LOCK = ['pull.lock', 'pull.lock-journal', 'pull.pid'];

/** A moment of a pull: before the n-th such call of a thread on a path. */
interface KillPoint {
  readonly call: string;
  readonly path: string;
  readonly nth: number;
}

const keyFolder = ({ home }: PullProgram) => join(home, 'models', 'made');

/** Every path of the store that a pull may touch. */
function pathsOf(made: PullProgram): string[] {
  const files = Object.keys(FILES).map((file) => join(made.folder, file));
  const record = `${made.folder}.verified.json`;
  const key = keyFolder(made);
  return [
    ...[join(made.home, 'models'), key, made.folder, ...new Set(files.map((file) => dirname(file)))],
    ...files.flatMap((file) => [file, `${file}.part`]),
    ...[record, `${record}.new`, ...LOCK.map((name) => join(key, name))],
  ];
}

/** Watches a pull from its beginning to its end. */
async function killPointsOf(made: PullProgram, strace: string): Promise<KillPoint[]> {
  const log = join(tempFolder(), 'calls.log');
  const watch = [strace, '-f', '-y', '-s', '0', '-qq', '-o', log, '-e', `trace=${CALLS}`];
  const paths = pathsOf(made).flatMap((path) => ['-P', path]);
  const { code, stderr } = await made.pull(ORDERLY.args, { before: [...watch, ...paths], env: ORDERLY.env });
  expect(code, stderr).toBe(0);
  const seen = new Map<string, number>();
  const points: KillPoint[] = [];
  for (const line of tracedCalls(log)) {
    const match = /^(\d+) +(\w+)\((?:\d+<|AT_FDCWD(?:<.*?>)?, "|")([^">]+)/.exec(line);
    if (match === null) continue;
    const [key, thread, call, path] = match as unknown as [string, string, string, string];
    const name = `${thread} ${call} ${path}`;
    expect(key).toContain(made.home);
    seen.set(name, (seen.get(name) ?? 0) + 1);
    points.push({ call, path: path.slice(made.home.length), nth: seen.get(name)! });
  }
  return points;
}

/** What must hold at any moment, whoever was killed: no wrong byte under a final name, and no name that nobody knows. */
function expectSound(made: PullProgram): void {
  made.expectNothingWrong();
  const names = Object.keys(FILES);
  for (const file of made.kept())
    expect(names.flatMap((name) => [name, `${name}.part`])).toContain(file.split(' ')[0]);
  const record = `${made.folder.split('/').at(-1)}.verified.json`;
  const known = [record, `${record}.new`, ...LOCK, made.folder.split('/').at(-1)];
  for (const name of readdirSync(keyFolder(made))) expect(known).toContain(name);
}

async function killAndRecover(
  context: TestContext,
  hub: PullProgram['hub'],
  point: KillPoint,
): Promise<boolean> {
  const made = await pullProgram(FILES, { hub, home: tempFolder() });
  const { call, path, nth } = point;
  const inject = ['-P', made.home + path, '-e', `inject=${call}:signal=SIGKILL:when=${nth}`];
  const before = [needProgram(context, 'strace'), '-f', '-qq', '-o', '/dev/null', ...inject];
  const { signal, code, stderr } = await made.pull(ORDERLY.args, { before, env: ORDERLY.env });
  if (signal !== 'SIGKILL') expect(code, `${call} ${path} ${nth}: ${stderr}`).toBe(0);
  else if (statSync(keyFolder(made), { throwIfNoEntry: false }) !== undefined) expectSound(made);
  const again = await made.pull();
  expect(again.code, `${call} ${path} ${nth}: ${again.stderr}`).toBe(0);
  expectSound(made);
  expect(made.kept()).toEqual(['empty 0', 'onnx/model.onnx 1200000', 'small 10']);
  for (const name of Object.keys(FILES)) expect(statSync(join(made.folder, name)).mode & 0o777).toBe(0o444);
  expect(readdirSync(keyFolder(made)).filter((name) => name.endsWith('.new'))).toEqual([]);
  expect(await made.verifies()).toBe(true);
  return signal === 'SIGKILL';
}

test('D23 killed before any call that changes the disk, a pull leaves nothing wrong, and the next one ends verified', async (context) => {
  const made = await pullProgram(FILES);
  const points = await killPointsOf(made, needProgram(context, 'strace'));
  expect(new Set(points.map(({ call }) => call.replace(/^p(?=write)|64$/g, '')))).toEqual(
    new Set(['mkdir', 'write', 'fchmod', 'fsync', 'rename', 'unlink']),
  );
  const survived: KillPoint[] = [];
  await runLimited(points, 3, context.signal, async (point) => {
    if (!(await killAndRecover(context, made.hub, point))) survived.push(point);
  });
  // How many writes there are depends on how the bytes arrive; all else is the same each time.
  expect(survived.filter(({ call, nth }) => !call.includes('write') || nth === 1)).toEqual([]);
}, 240_000);

test('D23 killed when its file was whole and read-only but had no name yet, a pull can be mended by its user', async (context) => {
  const made = await pullProgram(FILES);
  const before = asNobody(context);
  for (const folder of [
    join(made.folder, 'onnx'),
    made.folder,
    keyFolder(made),
    join(made.home, 'models'),
    made.home,
  ]) {
    mkdirSync(folder, { recursive: true });
    if (before.length > 0) chownSync(folder, 65534, 65534);
  }
  const part = join(made.folder, 'small.part');
  writeFileSync(part, FILES.small);
  chmodSync(part, 0o444);
  if (before.length > 0) chownSync(part, 65534, 65534);
  const { code, stderr } = await made.pull([], { before });
  expect(code, stderr).toBe(0);
  expect(made.hub.requests.map(({ url }) => url.split('/').at(-1))).toEqual(['model.onnx']);
  expectSound(made);
});

test('D23 killed while it wrote its record down, a pull leaves nothing that stays', async () => {
  const made = await pullProgram(FILES);
  mkdirSync(keyFolder(made), { recursive: true });
  writeFileSync(`${made.folder}.verified.json.new`, '{"schemaVersion": 1, "fi');
  expect((await made.pull()).code).toBe(0);
  expect(readdirSync(keyFolder(made)).filter((name) => name.endsWith('.new'))).toEqual([]);
});
