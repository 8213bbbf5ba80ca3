import type { Groups } from './groups.ts';

/** Notes that two groups, given by their roots, are never one person. */
export function keepApart({ apart }: Groups, a: number, b: number): void {
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const known = apart[one];
    if (known === undefined) apart[one] = new Set([other]);
    else known.add(other);
  }
}
