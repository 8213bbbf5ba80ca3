// P1: `models pull` of one file from a server on loopback, hash included, whole process.
// Peers: curl -o of the same, alone and followed by openssl dgst -sha256. Where GNU time is, it tells the processor
// time and the memory as well: on a busy machine the processor time says more than the time by the clock.
// Usage: node bench/pull.mjs [GIB] [ROUNDS]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { madeHome } from './made-home.mjs';
import { median, program, timed } from './measure.mjs';
import { medians } from './medians.mjs';

const TIME = '/usr/bin/time';
const gib = Number(process.argv[2] ?? 1);
const rounds = Number(process.argv[3] ?? 5);
const bytes = Math.round(gib * 1024 ** 3);
const source = madeHome({ models: 1, files: 1, bytes });
const [file] = source.paths;

// The server is a process of its own: it must not share a thread with what is measured.
const server = spawn(
  process.execPath,
  [
    '-e',
    `const { createServer } = require('node:http');
     const { createReadStream, statSync } = require('node:fs');
     const server = createServer((_, response) => {
       response.setHeader('content-length', statSync(process.argv[1]).size);
       createReadStream(process.argv[1], { highWaterMark: 1 << 20 }).pipe(response);
     });
     server.listen(0, '127.0.0.1', () => console.log(server.address().port));`,
    file,
  ],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);

try {
  const [port] = await once(server.stdout, 'data');
  const endpoint = `http://127.0.0.1:${Number(port)}`;
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
  console.log(`${gib} GiB, medians of ${rounds} rounds, whole processes`);
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
  server.kill();
  source.remove();
}
