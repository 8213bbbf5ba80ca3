import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestContext } from 'vitest';
import { PROGRAM } from './run-heimdex.ts';

const BUILT = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** The path of a program on the PATH; the test is skipped where it is not there. */
export function needProgram(context: TestContext, name: string): string {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
    } catch {
      continue; // The next folder.
    }
    if (name === 'strace' && !mayTrace(path)) context.skip('this machine lets strace trace nothing');
    return path;
  }
  return context.skip(`${name} is not installed`);
}

let traces: boolean | undefined;

/** Containers often keep a process from tracing another, though strace is installed. */
function mayTrace(strace: string): boolean {
  traces ??= spawnSync(strace, ['-f', '-qq', '-o', '/dev/null', 'true']).status === 0;
  return traces;
}

/**
 * What to put before a command so that permissions count for it: root reads everything. Empty where the tests run as
 * someone else; the test is skipped where root can't step down.
 */
export function asNobody(context: TestContext): string[] {
  if (process.getuid?.() !== 0) return [];
  const command = [needProgram(context, 'setpriv'), '--reuid=65534', '--regid=65534', '--clear-groups'];
  for (const [may, path] of [
    ['-r', PROGRAM],
    ['-r', BUILT],
    ['-r', process.execPath],
    ['-x', tmpdir()],
  ] as const) {
    const { status } = spawnSync(command[0]!, [...command.slice(1), 'test', may, path]);
    if (status !== 0)
      context.skip(`other users of this machine may not ${may === '-r' ? 'read' : 'enter'} ${path}`);
  }
  return command;
}

/**
 * What to put before a command so that a folder is a disk of its own, in memory and of so many bytes, for it alone:
 * what lies there when the command ends is copied to `kept`. The test is skipped where the machine allows no such thing.
 *
 * @param during a shell command that runs beside it
 */
export function onDiskOf(
  context: TestContext,
  { bytes, folder, kept, during = 'true' }: { bytes: number; folder: string; kept: string; during?: string },
): string[] {
  const unshare = needProgram(context, 'unshare');
  const tried = spawnSync(unshare, ['-Urm', 'sh', '-c', 'mount -t tmpfs none /tmp']);
  if (tried.status !== 0) context.skip('this machine allows no file systems in user namespaces');
  const script = `
    mount -t tmpfs -o size=${bytes} none "$1" || exit 99
    { ${during}; } & beside=$!
    folder=$1 kept=$2; shift 2
    "$@"; code=$?
    kill $beside 2>/dev/null; wait $beside
    mkdir -p "$kept" && cp -a "$folder/." "$kept" && exit $code`;
  return [unshare, '-Urm', 'sh', '-c', script, 'sh', folder, kept];
}
