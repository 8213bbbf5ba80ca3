import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { PROGRAM } from '../support/run-heimdex.ts';
import { tempFolder } from '../support/temp-folder.ts';

it('says that the working folder is gone only where it is needed', () => {
  const home = tempFolder();
  const relative = inDeletedFolder('status', '--home', 'here');
  expect(relative.stderr).toMatch(/^heimdex: the working folder does not exist .*\ntry: .*\n$/);
  expect(relative.status).toBe(2);

  const json = inDeletedFolder('status', '--home', 'here', '--json');
  expect(JSON.parse(json.stderr)).toMatchObject({
    schema: 'heimdex.error/1',
    code: 'config-invalid',
    exit: 2,
  });
  expect(json.status).toBe(2);

  expect(inDeletedFolder('--version')).toMatchObject({ status: 0, stderr: '' });
  expect(inDeletedFolder('models', 'list', '--home', home)).toMatchObject({ status: 0, stderr: '' });
});

/** Runs the program in a folder that is removed before it starts. */
function inDeletedFolder(...args: string[]) {
  const script = 'rmdir "$PWD" && exec "$@"';
  return spawnSync('/bin/sh', ['-c', script, 'sh', process.execPath, PROGRAM, ...args], {
    cwd: tempFolder(),
    encoding: 'utf8',
  });
}
