import { readdirSync } from 'node:fs';
import { constants, getPriority, setPriority } from 'node:os';

/** 10 on the scale of nice(1); "below normal" on Windows. */
const LOW = constants.priority.PRIORITY_BELOW_NORMAL;

/**
 * Has this process, and what it starts from now on, give way to others. One that gives way already, or may not be
 * changed, stays as it is.
 */
export function lowerPriority(): void {
  for (const id of threads()) {
    try {
      if (getPriority(id) < LOW) setPriority(id, LOW);
    } catch {
      // Only a matter of courtesy.
    }
  }
}

/** On Linux each thread has a priority of its own, and new ones take over that of the thread that starts them. */
function threads(): number[] {
  try {
    return readdirSync('/proc/self/task').map(Number);
  } catch {
    return [0];
  }
}
