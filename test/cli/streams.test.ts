import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { PROGRAM, runHeimdex } from '../support/run-heimdex.ts';

const HELP = [['--help'], ['--version'], ['index', '--help'], ['help', 'search']];

it('ends with 9 and says why when help or version cannot be written', (context) => {
  for (const args of HELP) {
    const { status, stderr } = toFullDevice(context, args, '>');
    expect({ args, status }).toEqual({ args, status: 9 });
    expect(stderr).toMatch(/^heimdex: cannot write the result to standard output: /);
    expect(stderr).not.toContain('bug');
  }
});

it('ends with 0 when the reader of help or version has gone', async () => {
  for (const args of HELP) {
    const { code, stderr } = await runHeimdex(args, { onStart: (child) => child.stdout.destroy() });
    expect({ args, code, stderr }).toEqual({ args, code: 0, stderr: '' });
  }
});

it('keeps the exit code of an error that cannot be written', async (context) => {
  for (const args of [['nonsense'], ['index', '--nonsense', '--json'], []]) {
    const { status, stdout } = toFullDevice(context, args, '2>');
    expect({ args, status, stdout }).toEqual({ args, status: 2, stdout: '' });
    const { code } = await runHeimdex(args, { onStart: (child) => child.stderr.destroy() });
    expect({ args, code }).toEqual({ args, code: 2 });
  }
});

/** Runs the program with a stream at a device on which every write fails. */
function toFullDevice(context: { skip(note: string): void }, args: string[], redirection: '>' | '2>') {
  if (!existsSync('/dev/full')) context.skip('this system has no /dev/full');
  const script = `exec "$@" ${redirection} /dev/full`;
  return spawnSync('/bin/sh', ['-c', script, 'sh', process.execPath, PROGRAM, ...args], { encoding: 'utf8' });
}
