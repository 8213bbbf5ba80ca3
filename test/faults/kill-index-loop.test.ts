import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { PROGRAM } from '../support/run-heimdex.ts';
import { tempFolder } from '../support/temp-folder.ts';

const LOOP = fileURLToPath(new URL('kill-index-loop.mjs', import.meta.url));
const loop = (...args: string[]) => spawnSync(process.execPath, [LOOP, ...args], { encoding: 'utf8' });

test('B1 killed at random moments, an index run never leaves a half video, and the last ends verified', () => {
  const { status, stdout, stderr } = loop('3', '--seed', '2');
  expect(status, stderr).toBe(0);
  expect(stdout).toMatch(/^3 kills, \d+ sets? completed, never a half video; last run 0, verify 0; \d+ s$/m);
});

describe('the loop notices a program', () => {
  test.each([
    ['that fails', 'process.exitCode = 9;', 'a run that nobody killed ended with 9'],
    [
      'that forgets a record of what it did',
      `const { spawnSync } = await import('node:child_process');
       const { status, stdout, stderr } = spawnSync(process.execPath, [${JSON.stringify(PROGRAM)}, ...process.argv.slice(2)]);
       const { default: Database } = await import(${JSON.stringify(fileURLToPath(import.meta.resolve('better-sqlite3')))});
       const home = process.env.HEIMDEX_HOME;
       const { existsSync, writeFileSync } = await import('node:fs');
       if (existsSync(home + '/second')) new Database(home + '/library.db').exec('DELETE FROM stage_run WHERE video_id = 3');
       writeFileSync(home + '/second', '');
       process.stderr.write(stderr); process.exitCode = status;`,
      /a half video: |was reported as indexed, and is not there/,
    ],
  ])('%s', (_, does, said) => {
    const program = join(tempFolder(), 'program.mjs');
    writeFileSync(program, does);
    const { status, stderr } = loop('2', '--seed', '5', '--program', program);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^FAILED \(seed 5\): /);
    expect(stderr).toMatch(said);
  });
});
