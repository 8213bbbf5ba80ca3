// P10: what `heimdex --help` and `heimdex status` cost over starting Node itself.
//   node bench/start.mjs
// The three are run in turn, so that a machine that changes its speed changes all of them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, program, timed } from './measure.mjs';

const RUNS = 15;
const home = mkdtempSync(join(tmpdir(), 'heimdex-bench-'));
try {
  timed(process.execPath, [program, 'demo', '--dir', home, '--quiet']);
  const db = join(home, 'demo.db');
  const commands = {
    'node -e 0': ['-e', '0'],
    'heimdex --help': [program, '--help'],
    'heimdex status': [program, 'status', '--db', db],
  };
  const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (let run = -1; run < RUNS; run++) {
    for (const [name, args] of Object.entries(commands)) {
      const { seconds } = timed(process.execPath, args);
      if (run >= 0) times[name].push(seconds * 1000);
    }
  }
  const base = median(times['node -e 0']);
  for (const [name, list] of Object.entries(times)) {
    console.log(
      `${name}: ${median(list).toFixed(0)} ms (${Math.min(...list).toFixed(0)}–${Math.max(...list).toFixed(0)})`,
    );
  }
  console.log(`P10 --help: +${(median(times['heimdex --help']) - base).toFixed(0)} ms (goal +60)`);
  console.log(`P10 status: +${(median(times['heimdex status']) - base).toFixed(0)} ms (goal +120)`);
} finally {
  rmSync(home, { recursive: true, force: true });
}
