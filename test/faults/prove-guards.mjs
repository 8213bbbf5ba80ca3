// Takes each guard out of a copy of the tree, one at a time, and sees whether the tests of its rows notice:
//   npm run prove-guards [-- ROW or FILE …]     such as: npm run prove-guards -- D7 C1
// The guards are in guards/*.json: {rows, guard, file, find, replace, tests}. `find` occurs once in `file`; of the test
// files in `tests` those tests are run whose names begin with one of the rows. A guard is proven when, of each of its
// rows, a test that passes with it fails without it. Exit 1 where one is not.
// A row that no single line guards has an entry {rows, none} instead, which says why.
import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const GUARDS = new URL('guards/', import.meta.url);
/** Without its guard a program may run for ever: such a test fails after so long. */
const TEST_TIMEOUT_MS = 60_000;

const wanted = process.argv.slice(2);
const chosen = readGuards().filter(
  ({ rows, file }) => wanted.length === 0 || wanted.some((each) => rows.includes(each) || each === file),
);
if (chosen.length === 0) {
  console.error(`test/faults/guards/*.json hold no guard of ${wanted.join(', ')}`);
  process.exit(2);
}
const copy = mkdtempSync(join(tmpdir(), 'heimdex-guards-'));
// Some tests run the program as another user.
chmodSync(copy, 0o755);
/** The tests that run now lead a group of processes of their own. */
let running;
process.on('exit', () => {
  endRunning();
  rmSync(copy, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));
copyTree();
process.exitCode = (await proveAll(chosen)) ? 0 : 1;

async function proveAll(entries) {
  const guards = entries.filter(({ none }) => none === undefined);
  const started = Date.now();
  if (!build()) throw new Error('the tree does not build as it is');
  const before = await runTests(guards);
  let noticed = 0;
  for (const guard of guards) {
    const [verdict, ...more] = await prove(guard, before);
    if (verdict === 'noticed') noticed++;
    tell(verdict, guard.rows, guard.guard);
    for (const line of more) console.log(`${' '.repeat(10)}${line}`);
  }
  for (const { rows, none } of entries) if (none !== undefined) tell('no line', rows, none);
  const seconds = Math.round((Date.now() - started) / 1000);
  console.log(
    `\n${guards.length} guards: ${noticed} missed by their tests when gone, ${guards.length - noticed} not; ${seconds} s`,
  );
  return noticed === guards.length;
}

function tell(verdict, rows, words) {
  console.log(`${verdict.padEnd(9)} ${rows.join(' ').padEnd(8)} ${words}`);
}

function readGuards() {
  const files = readdirSync(GUARDS).filter((name) => name.endsWith('.json'));
  return files.sort().flatMap((name) => JSON.parse(readFileSync(new URL(name, GUARDS), 'utf8')));
}

/** All that git knows or would know; what is installed is linked, what is built is built anew. */
function copyTree() {
  const { stdout } = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  for (const path of stdout.split('\0').filter(Boolean)) cpSync(join(ROOT, path), join(copy, path));
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
}

/** What a guard leaves unused when it goes is no error here; what does not fit its type is. */
function build() {
  const options = ['--noUnusedLocals', 'false', '--noUnusedParameters', 'false', '--incremental'];
  return (
    succeeds('node_modules/typescript/bin/tsc', ...options, '--tsBuildInfoFile', 'types.info') &&
    succeeds('scripts/build.js')
  );
}

function succeeds(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8' });
  if (status !== 0) console.error(stdout + stderr);
  return status === 0;
}

/**
 * Runs the tests of some guards' rows. Returns of each the file, its rows, its whole name and how it ended.
 *
 * @param bail the first failure is enough
 */
async function runTests(guards, bail = false) {
  const rows = [...new Set(guards.flatMap((guard) => guard.rows))];
  const files = [...new Set(guards.flatMap(({ tests }) => tests))];
  const report = join(copy, 'report.json');
  rmSync(report, { force: true });
  const options = ['--testTimeout', String(TEST_TIMEOUT_MS), '--reporter=json', '--outputFile', report];
  if (bail) options.push('--bail=1');
  const args = [
    'node_modules/vitest/vitest.mjs',
    'run',
    ...files,
    '-t',
    `(^| )(${rows.join('|')}) `,
    ...options,
  ];
  const child = spawn(process.execPath, args, { cwd: copy, stdio: 'ignore', detached: true });
  running = child.pid;
  await new Promise((resolve) => child.on('close', resolve));
  endRunning();
  const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
  return testResults.flatMap(({ assertionResults, name }) =>
    assertionResults.map(({ title, fullName, status }) => ({
      file: name.slice(copy.length + 1),
      rows: /^(?:[A-Z]\d+ )*/.exec(title)[0].trim().split(' '),
      fullName,
      status,
    })),
  );
}

/** A program that hung without its guard outlives the test that started it. */
function endRunning() {
  if (running === undefined) return;
  try {
    process.kill(-running, 'SIGKILL');
  } catch {
    // Nobody is left.
  }
  running = undefined;
}

/** `noticed`, or what went wrong, and lines with more about it. */
async function prove(guard, before) {
  const path = join(copy, guard.file);
  const source = readFileSync(path, 'utf8');
  if (source.split(guard.find).length !== 2)
    return ['stale', `${guard.file} does not hold once: ${guard.find}`];
  const mine = before.filter(
    ({ file, rows }) => guard.tests.includes(file) && rows.some((row) => guard.rows.includes(row)),
  );
  const broken = mine.filter(({ status }) => status === 'failed');
  if (broken.length > 0) return ['broken', ...broken.map(({ fullName }) => `fails with it too: ${fullName}`)];
  writeFileSync(
    path,
    source.replace(guard.find, () => guard.replace),
  );
  try {
    if (!build()) return ['unbuilt', 'without it the code does not fit its types'];
    return judge(guard, mine, await runTests([guard], guard.rows.length === 1));
  } finally {
    writeFileSync(path, source);
  }
}

function judge(guard, mine, after) {
  const failsNow = ({ file, fullName }) =>
    after.some((test) => test.file === file && test.fullName === fullName && test.status === 'failed');
  const unaware = guard.rows.filter(
    (row) => !mine.some((test) => test.rows.includes(row) && test.status === 'passed' && failsNow(test)),
  );
  if (unaware.length === 0) return ['noticed'];
  return ['UNNOTICED', `by any test of ${unaware.join(', ')} in ${guard.tests.join(', ')}`];
}
