// P2: `models verify` reads and hashes every byte. Peer: `openssl dgst -sha256` over the same files, warm page cache.
// Usage: node bench/verify-full.mjs [GIB-PER-FILE] [ROUNDS]
import { madeHome } from './made-home.mjs';
import { program, timed } from './measure.mjs';
import { medians } from './medians.mjs';

const gib = Number(process.argv[2] ?? 1);
const rounds = Number(process.argv[3] ?? 5);
const bytes = Math.round(gib * 1024 ** 3);
const made = madeHome({ models: 2, files: 1, bytes });
const options = { env: { PATH: process.env.PATH, HEIMDEX_HOME: made.home } };
const milliseconds = (command, args) => timed(command, args, options).seconds * 1000;
const verify = (...args) => milliseconds(process.execPath, [program, 'models', 'verify', ...args]);
const speed = (count, ms) => `${((count * bytes) / 1e6 / ms).toFixed(2)} GB/s`;

try {
  verify(...made.keys);
  const [one, two, start, peer, peerTwo] = medians(rounds, [
    () => verify(made.keys[0]),
    () => verify(...made.keys),
    () => verify('--quick', ...made.keys),
    () => milliseconds('openssl', ['dgst', '-sha256', made.paths[0]]),
    () => milliseconds('openssl', ['dgst', '-sha256', ...made.paths]),
  ]);
  const row = (name, ms, note) => console.log(`${name.padEnd(34)} ${ms.toFixed(0).padStart(6)} ms  ${note}`);
  console.log(`files of ${gib} GiB, medians of ${rounds} rounds, whole processes`);
  row('heimdex, one file', one, speed(1, one));
  row('openssl, one file', peer, speed(1, peer));
  row('heimdex, two files', two, speed(2, two));
  row('openssl, two files', peerTwo, speed(2, peerTwo));
  row('heimdex, two files, --quick', start, 'what a process costs without hashing');
  console.log(`one file, against openssl           ${(peer / one).toFixed(2)}  (goal 0.90)`);
  console.log(`  the same without the start        ${(peer / (one - start)).toFixed(2)}`);
  console.log(`two files, against one              ${((2 * one) / two).toFixed(2)}  (goal 1.70)`);
  console.log(`  the same without the start        ${((2 * (one - start)) / (two - start)).toFixed(2)}`);
} finally {
  made.remove();
}
