import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../support/temp-folder.ts';

const LOOP = fileURLToPath(new URL('kill-pull-loop.mjs', import.meta.url));
const loop = (...args: string[]) => spawnSync(process.execPath, [LOOP, ...args], { encoding: 'utf8' });

test('D23 killed at random moments, a pull never leaves a wrong byte under a final name, and the last ends verified', () => {
  const { status, stdout, stderr } = loop('6', '--seed', '2');
  expect(status, stderr).toBe(0);
  expect(stdout).toMatch(/^6 kills, \d+ sets? completed, never a wrong byte; last pull 0, verify 0; \d+ s$/m);
});

describe('the loop notices a program', () => {
  const before = `
    import { mkdirSync, writeFileSync } from 'node:fs';
    const folder = process.env.HEIMDEX_HOME + '/models/made/' + 'a'.repeat(40) + '/';
    mkdirSync(folder + 'onnx', { recursive: true });
  `;

  test.each([
    [
      'that leaves wrong bytes',
      `writeFileSync(folder + 'file-1.bin', 'xy');`,
      'wrong bytes under the final name file-1.bin',
    ],
    [
      'that leaves other names',
      `writeFileSync(folder + 'file-1.bin.tmp', 'x');`,
      /nobody knows a{40}\/file-1\.bin\.tmp/,
    ],
    ['that fails', 'process.exitCode = 9;', 'a pull that nobody killed ended with 9'],
  ])('%s', (_, does, said) => {
    const program = join(tempFolder(), 'program.mjs');
    writeFileSync(program, before + does);
    const { status, stderr } = loop('40', '--seed', '5', '--program', program);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^FAILED \(seed 5\): /);
    expect(stderr).toMatch(said);
  });
});
