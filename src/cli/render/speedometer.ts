/** Speed is told over about this long: shorter jumps about, longer does not notice a stall. */
const WINDOW_MS = 3000;

/**
 * Makes a function that is told how many bytes there are and answers with the speed of late, bytes per second; 0
 * where that is not yet known.
 *
 * @param start bytes that are there at the beginning
 */
export function createSpeedometer(
  start: number,
  now: () => number = () => performance.now(),
): (at: number) => number {
  const samples: { time: number; at: number }[] = [{ time: now(), at: start }];
  return (at) => {
    const time = now();
    if (time - samples.at(-1)!.time >= WINDOW_MS / 20) samples.push({ time, at });
    while (samples.length > 2 && time - samples[1]!.time >= WINDOW_MS) samples.shift();
    const first = samples[0]!;
    return time - first.time < 200 ? 0 : Math.max(0, ((at - first.at) / (time - first.time)) * 1000);
  };
}
