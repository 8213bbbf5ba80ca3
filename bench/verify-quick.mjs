// P3: `models verify --quick` of 60 files that are untouched since the last full check, whole process.
// Usage: node bench/verify-quick.mjs [ROUNDS]
import { madeHome } from './made-home.mjs';
import { program, timed } from './measure.mjs';
import { medians } from './medians.mjs';

const rounds = Number(process.argv[2] ?? 15);
const made = madeHome({ models: 10, files: 6, bytes: 100_000 });
const options = { env: { PATH: process.env.PATH, HEIMDEX_HOME: made.home } };
const milliseconds = (command, args) => timed(command, args, options).seconds * 1000;
const heimdex = (...args) => milliseconds(process.execPath, [program, ...args]);

try {
  heimdex('models', 'verify', ...made.keys);
  const [quick, full, help, node] = medians(rounds, [
    () => heimdex('models', 'verify', '--quick', ...made.keys),
    () => heimdex('models', 'verify', ...made.keys),
    () => heimdex('--help'),
    () => milliseconds(process.execPath, ['-e', '0']),
  ]);
  console.log(`60 files, medians of ${rounds} rounds, whole processes`);
  console.log(`models verify --quick   ${quick.toFixed(0)} ms  (goal 150)`);
  console.log(`models verify           ${full.toFixed(0)} ms`);
  console.log(`--help                  ${help.toFixed(0)} ms`);
  console.log(`node -e 0               ${node.toFixed(0)} ms`);
} finally {
  made.remove();
}
