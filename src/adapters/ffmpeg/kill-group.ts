import type { ChildProcess } from 'node:child_process';

/** Whether a program leads a group of processes of its own: Windows has no such groups, and would open a window. */
export const OWN_GROUP = process.platform !== 'win32';

/** Ends a program at once, and what it started: ffmpeg may be a script that starts another. */
export function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (OWN_GROUP) process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  } catch {
    // It has ended already.
  }
}
