/** A process that runs is seen by its timer several times a second; after a longer gap it had been stopped. */
const TICK_MS = 250;
const LONGEST_GAP_MS = 5000;

export interface WorkClock {
  /** Milliseconds since the start, without the time for which the process, or the machine, was stopped. */
  elapsed(): number;
  stop(): void;
}

/** A clock that stands still while the process is stopped: by Ctrl-Z, a debugger, or a machine that sleeps. */
export function startWorkClock(now: () => number = () => performance.now()): WorkClock {
  let last = now();
  let spent = 0;
  const elapsed = () => {
    const time = now();
    if (time - last < LONGEST_GAP_MS) spent += time - last;
    last = time;
    return spent;
  };
  const timer = setInterval(elapsed, TICK_MS).unref();
  return { elapsed, stop: () => clearInterval(timer) };
}
