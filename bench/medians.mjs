import { median } from './measure.mjs';

/** Runs each of some works in turn, several rounds, so that a busy moment of the machine meets all; medians come back. */
export function medians(rounds, works) {
  const times = works.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, work] of works.entries()) times[index].push(work());
  }
  return times.map(median);
}
