// Kills `heimdex models pull` again and again, with SIGKILL at random moments, and looks at what is left:
//   npm run kill-loop [-- KILLS] [--seed N] [--program FILE]     200 kills of the built program where nothing is said
// After each kill every file with a final name must have its digest, and no name may lie about that nobody knows. When
// the whole set is there it is removed, so that there is always something to interrupt. The last pull runs to its end:
// it and `models verify` must exit with 0. Exit 1 where anything of this fails.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { mulberry32, readKillArguments, runProgram } from './kill-loop.mjs';

const { kills: KILLS, seed: SEED, program: PROGRAM } = readKillArguments('kill-pull-loop.mjs', 200);

/** Sizes at and around those where blocks end, among others from nothing to several megabytes. */
const SIZES = [
  0, 1, 10, 4095, 4096, 65_536, 1_048_575, 1_048_576, 1_048_577, 2_097_152, 5_000_000, 7_340_033,
];
const FILES = 30;
const CHUNK = 65_536;
const PAUSE_MS = 4;
const REVISION = 'a'.repeat(40);

const random = mulberry32(SEED);
const contents = new Map(
  Array.from({ length: FILES }, (_, index) => {
    const size = SIZES[index] ?? Math.floor(random() ** 3 * 3_000_000);
    return [`${index % 3 === 0 ? 'onnx/' : ''}file-${index}.bin`, noise(size)];
  }),
);
const digests = new Map([...contents].map(([path, content]) => [path, sha256(content)]));
const total = [...contents.values()].reduce((sum, { length }) => sum + length, 0);

const home = mkdtempSync(join(tmpdir(), 'heimdex-kills-'));
process.on('exit', () => rmSync(home, { recursive: true, force: true }));
const keyFolder = join(home, 'models', 'made');
const folder = join(keyFolder, REVISION);

/** Called with the bytes that have left since the pull began. */
let onSent = () => {};
let sent = 0;
const server = await serve();

try {
  await main();
} catch (error) {
  console.error(`FAILED (seed ${SEED}): ${error.message}`);
  process.exitCode = 1;
} finally {
  server.closeAllConnections();
  server.close();
}

async function main() {
  writeManifest();
  console.log(`${FILES} files, ${megabytes(total)} MB, ${KILLS} kills, seed ${SEED}`);
  const started = Date.now();
  const tenths = Array(11).fill(0);
  let kills = 0;
  let sets = 0;
  while (kills < KILLS) {
    const before = look();
    const killed = await pullAndKill(total - before.bytes);
    const after = look();
    if (killed) {
      kills++;
      tenths[Math.floor((after.bytes / total) * 10)]++;
      if (kills % 20 === 0)
        console.log(`${kills} kills, ${after.whole} files and ${megabytes(after.bytes)} MB here`);
    }
    if (after.whole === FILES) sets++;
    // Begun anew now and then as well, else most kills would land near the end.
    if (after.whole === FILES || random() < 0.2) rmSync(keyFolder, { recursive: true, force: true });
  }
  const last = await run(['models', 'pull', '--no-self-test', 'made']);
  if (last.code !== 0) throw new Error(`the last pull ended with ${last.code}: ${last.output}`);
  if (look().whole !== FILES) throw new Error('files are missing after the last pull');
  const left = namesIn(keyFolder).filter((name) => /\.(?:part|new)$/.test(name));
  if (left.length > 0) throw new Error(`the last pull has left ${left.join(', ')}`);
  const verified = await run(['models', 'verify', 'made']);
  if (verified.code !== 0) throw new Error(`verify ended with ${verified.code}: ${verified.output}`);
  const seconds = Math.round((Date.now() - started) / 1000);
  console.log(
    `bytes that were here at a kill, by tenths of the set: ${tenths.slice(0, 10).join(' ')}; all: ${tenths[10]}`,
  );
  console.log(
    `${kills} kills, ${sets} sets completed, never a wrong byte; last pull 0, verify 0; ${seconds} s`,
  );
}

/** Kills a pull at a random moment of its work, or of its start or end. Returns false where it ended before. */
async function pullAndKill(bytesLeft) {
  const early = random() < 0.2;
  // Beyond the last byte comes the work at a file's end.
  const target = random() * 1.1 * bytesLeft;
  const delay = early ? random() * 400 : random() * 30;
  let killing;
  const { signal, code, output } = await run(['models', 'pull', '--no-self-test', 'made'], (child) => {
    const kill = () => {
      killing ??= setTimeout(() => child.kill('SIGKILL'), delay);
    };
    sent = 0;
    onSent = () => void (sent >= target && kill());
    if (early) kill();
  });
  clearTimeout(killing);
  onSent = () => {};
  if (signal === 'SIGKILL') return true;
  if (code !== 0) throw new Error(`a pull that nobody killed ended with ${code}: ${output}`);
  return false;
}

/** Checks what lies in the store: how many files are whole, and how many bytes there are with all parts. */
function look() {
  let whole = 0;
  let bytes = 0;
  for (const name of namesIn(keyFolder)) {
    const path = name.startsWith(`${REVISION}/`) ? name.slice(REVISION.length + 1) : undefined;
    if (path === undefined) {
      if (!/^(?:pull\.lock(?:-journal)?|pull\.pid|[0-9a-f]{40}\.verified\.json(?:\.new)?)$/.test(name)) {
        throw new Error(`nobody knows ${name}`);
      }
      continue;
    }
    const content = readFileSync(join(folder, path));
    bytes += content.length;
    if (digests.has(path)) {
      if (sha256(content) !== digests.get(path)) throw new Error(`wrong bytes under the final name ${path}`);
      whole++;
    } else if (!path.endsWith('.part') || !digests.has(path.slice(0, -'.part'.length))) {
      throw new Error(`nobody knows ${name}`);
    }
  }
  return { whole, bytes };
}

function namesIn(root) {
  try {
    const entries = readdirSync(root, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => !entry.isDirectory())
      .map(({ parentPath, name }) => join(parentPath, name).slice(root.length + 1));
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}

function run(args, onStart = () => {}) {
  const env = { PATH: process.env.PATH, LANG: 'C.UTF-8', HEIMDEX_HOME: home };
  env.HF_ENDPOINT = `http://127.0.0.1:${server.address().port}`;
  return runProgram(PROGRAM, args, env, onStart);
}

/** A Hub that hands the files out slowly enough for kills to land anywhere in them. */
async function serve() {
  const hub = createServer(async (request, response) => {
    response.on('error', () => {});
    const content = contents.get(request.url.split(`/resolve/${REVISION}/`)[1]);
    if (content === undefined) return response.writeHead(404).end();
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const range = { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` };
    response.writeHead(from > 0 ? 206 : 200, {
      'content-length': content.length - from,
      ...(from > 0 ? range : {}),
    });
    for (let at = from; at < content.length && !response.destroyed; at += CHUNK) {
      const chunk = content.subarray(at, at + CHUNK);
      response.write(chunk);
      sent += chunk.length;
      onSent();
      await wait(PAUSE_MS);
    }
    response.end();
  });
  await new Promise((resolve) => hub.listen(0, '127.0.0.1', resolve));
  return hub;
}

function writeManifest() {
  const [graph] = contents.keys();
  const files = [...contents].map(([path, { length }]) => ({
    path,
    bytes: length,
    sha256: digests.get(path),
  }));
  const config = {
    dimension: 4,
    graph,
    tokenizer: graph,
    output: 'x',
    pooling: 'mean',
    maxTokens: 16,
    quantization: 'none',
    languages: ['en'],
  };
  const source = { kind: 'hub', repo: 'makers/made', revision: REVISION };
  const made = { role: 'text', source, licence: 'MIT', dtype: 'fp32', files, config };
  mkdirSync(home, { recursive: true });
  writeFileSync(
    join(home, 'models.manifest.json'),
    JSON.stringify({ schemaVersion: 1, models: { made }, profiles: {} }),
  );
}

function sha256(content) {
  return createHash('sha256').update(content).digest('hex');
}

function noise(length) {
  const content = Buffer.alloc(length);
  for (let at = 0; at < length; at++) content[at] = random() * 256;
  return content;
}

function megabytes(bytes) {
  return (bytes / 1e6).toFixed(1);
}
