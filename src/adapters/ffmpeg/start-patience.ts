const TICK_MS = 1000;

/**
 * Calls back when so many milliseconds have passed in which the process ran. One long timer would be overdue as soon
 * as a stopped process goes on: ticks that were missed meanwhile are not made up for.
 */
export function startPatience(ms: number, onEnd: () => void): { stop(): void } {
  let ticks = Math.ceil(ms / TICK_MS);
  const timer = setInterval(() => {
    if (--ticks > 0) return;
    clearInterval(timer);
    onEnd();
  }, ms / ticks);
  return { stop: () => clearInterval(timer) };
}
