// P1: `models pull` of one file from a server on loopback, hash included, whole process.
// Peers: curl -o of the same, alone and followed by openssl dgst -sha256. Where GNU time is, it tells the processor
// time and the memory as well: on a busy machine the processor time says more than the time by the clock.
// Usage: node bench/pull.mjs [GIB] [ROUNDS]
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { serveOnLoopback } from './loopback-server.mjs';
import { madeHome } from './made-home.mjs';
import { median, program, timed } from './measure.mjs';
import { medians } from './medians.mjs';

const TIME = '/usr/bin/time';
const gib = Number(process.argv[2] ?? 1);
const rounds = Number(process.argv[3] ?? 5);
const bytes = Math.round(gib * 1024 ** 3);
const source = madeHome({ models: 1, files: 1, bytes });
const [file] = source.paths;

const server = await serveOnLoopback(file);

try {
  const { endpoint } = server;
  const target = join(source.home, 'curl-target');
  const pulledHome = join(source.home, 'pulled');
  const options = { env: { PATH: process.env.PATH, HEIMDEX_HOME: pulledHome, HF_ENDPOINT: endpoint } };
  const milliseconds = (command, args) => timed(command, args, options).seconds * 1000;
  const used = { heimdex: [], curl: [] };
  const measured = (name, command, args) => {
    if (!existsSync(TIME)) return milliseconds(command, args);
    const { seconds, stderr } = timed(TIME, ['-f', '%U %S %M', command, ...args], options);
    const [user, system, kib] = stderr.trim().split('\n').at(-1).split(' ').map(Number);
    used[name].push({ cpu: (user + system) * 1000, mb: (kib / 1000) * 1.024 });
    return seconds * 1000;
  };
  const pull = () => {
    rmSync(pulledHome, { recursive: true, force: true });
    timed('mkdir', ['-p', pulledHome]);
    timed('cp', [join(source.home, 'models.manifest.json'), pulledHome]);
    return measured('heimdex', process.execPath, [
      program,
      'models',
      'pull',
      '--no-self-test',
      '--quiet',
      source.keys[0],
    ]);
  };
  const curl = () => {
    rmSync(target, { force: true });
    return measured('curl', 'curl', ['-s', '-o', target, `${endpoint}/x`]);
  };
  const [heimdex, alone, withHash] = medians(rounds, [
    pull,
    curl,
    () => curl() + milliseconds('openssl', ['dgst', '-sha256', target]),
  ]);
  const row = (name, ms) =>
    console.log(`${name.padEnd(28)} ${ms.toFixed(0).padStart(6)} ms  ${(bytes / 1e6 / ms).toFixed(2)} GB/s`);
  console.log(`${gib} GiB from ${server.name}, medians of ${rounds} rounds, whole processes`);
  row('heimdex models pull', heimdex);
  row('curl', alone);
  row('curl, then openssl', withHash);
  console.log(`against curl alone           ${(alone / heimdex).toFixed(2)}  (goal 0.90)`);
  for (const [name, runs] of Object.entries(used)) {
    if (runs.length === 0) continue;
    const cpu = median(runs.map((run) => run.cpu)).toFixed(0);
    const peak = Math.max(...runs.map((run) => run.mb)).toFixed(0);
    console.log(`${name.padEnd(8)} processor time ${cpu} ms, most memory ${peak} MB`);
  }
} finally {
  await server.stop();
  source.remove();
}
