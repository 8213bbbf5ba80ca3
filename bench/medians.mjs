import { median } from './measure.mjs';

/**
 * Runs each of some works in turn, several rounds and one before them that does not count, so that a busy moment
 * of the machine meets all; medians come back.
 */
export function medians(rounds, works) {
  const times = works.map(() => []);
  for (let round = -1; round < rounds; round++) {
    for (const [index, work] of works.entries()) {
      const time = work();
      if (round >= 0) times[index].push(time);
    }
  }
  return times.map(median);
}
