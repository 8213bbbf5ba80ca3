import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** Waits until no process is left whose command line holds a text; a test that waits too long fails by its time limit. */
export async function noneWith(text: string): Promise<void> {
  while (processesWith(text).length > 0) await wait(20);
}

/** The processes whose command line holds a text, with the most memory each has held, in bytes. */
export function processesWith(text: string): { pid: string; most: number }[] {
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return [];
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(text)) return [];
      const [, kilobytes] = readFileSync(`/proc/${pid}/status`, 'utf8').match(/^VmHWM:\s*(\d+)/m) ?? [];
      return kilobytes === undefined ? [] : [{ pid, most: Number(kilobytes) * 1024 }];
    } catch {
      return [];
    }
  });
}
