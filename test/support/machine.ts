import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { TestContext } from 'vitest';
import { PROGRAM } from './run-heimdex.ts';

/** The path of a program on the PATH; the test is skipped where it is not there. */
export function needProgram(context: TestContext, name: string): string {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // The next folder.
    }
  }
  return context.skip(`${name} is not installed`);
}

/**
 * What to put before a command so that permissions count for it: root reads everything. Empty where the tests run as
 * someone else; the test is skipped where root can't step down.
 */
export function asNobody(context: TestContext): string[] {
  if (process.getuid?.() !== 0) return [];
  const command = [needProgram(context, 'setpriv'), '--reuid=65534', '--regid=65534', '--clear-groups'];
  for (const path of [PROGRAM, process.execPath]) {
    const { status } = spawnSync(command[0]!, [...command.slice(1), 'test', '-r', path]);
    if (status !== 0) context.skip(`other users of this machine may not read ${path}`);
  }
  return command;
}
