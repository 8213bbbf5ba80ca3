// What the programs share that kill heimdex again and again.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** A run that lasts longer than this has hung; whole runs take seconds. */
const LIMIT_MS = 120_000;

/**
 * Reads `[KILLS] [--seed N] [--program FILE]`; ends the process with 2 where they make no sense.
 *
 * @param {string} name of the program, for the usage line
 * @param {number} kills where nothing is said
 */
export function readKillArguments(name, kills) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { seed: { type: 'string' }, program: { type: 'string' } },
  });
  const read = {
    kills: Number(positionals[0] ?? kills),
    seed: Number(values.seed ?? Date.now() % 1_000_000),
    program: values.program ?? fileURLToPath(new URL('../../bin/heimdex.js', import.meta.url)),
  };
  if (Number.isSafeInteger(read.kills) && read.kills >= 1 && Number.isSafeInteger(read.seed)) return read;
  console.error(`usage: ${name} [KILLS] [--seed N] [--program FILE]`);
  process.exit(2);
}

/** Runs the program to its end, or to its limit; `onStart` gets the child. */
export function runProgram(program, args, env, onStart = () => {}) {
  const child = spawn(process.execPath, [program, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  const limit = setTimeout(() => {
    output += 'it did not end';
    child.kill('SIGABRT');
  }, LIMIT_MS);
  onStart(child);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(limit);
      resolve({ code, signal, output });
    });
  });
}

/** A generator of numbers from 0 to 1 (Tommy Ettinger's mulberry32): the same seed gives the same files and moments. */
export function mulberry32(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
