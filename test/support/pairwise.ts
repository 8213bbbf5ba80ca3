/** How well a grouping fits the truth, over all pairs of tracks. */
export interface Agreement {
  /** Of the pairs in one group, those that are one person. */
  readonly precision: number;
  /** Of the pairs that are one person, those in one group. */
  readonly recall: number;
  /** Adjusted Rand index (Hubert and Arabie 1985): 1 where both are the same, 0 where they agree by chance. */
  readonly adjusted: number;
}

/** Compares two partitions, each given as a label for every track. */
export function compareGroupings(found: readonly number[], truth: readonly number[]): Agreement {
  const cells = new Map<string, number>();
  const rows = new Map<number, number>();
  const columns = new Map<number, number>();
  for (const [at, label] of found.entries()) {
    const other = truth[at]!;
    cells.set(`${label} ${other}`, (cells.get(`${label} ${other}`) ?? 0) + 1);
    rows.set(label, (rows.get(label) ?? 0) + 1);
    columns.set(other, (columns.get(other) ?? 0) + 1);
  }
  const [both, inFound, inTruth] = [pairs(cells.values()), pairs(rows.values()), pairs(columns.values())];
  const chance = (inFound * inTruth) / Math.max(1, (found.length * (found.length - 1)) / 2);
  const most = (inFound + inTruth) / 2;
  return {
    precision: inFound === 0 ? 1 : both / inFound,
    recall: inTruth === 0 ? 1 : both / inTruth,
    adjusted: most === chance ? 1 : (both - chance) / (most - chance),
  };
}

/** The label of each track: the number of its group. */
export function labelsOf(
  groups: readonly { readonly tracks: readonly number[] }[],
  tracks: number,
): number[] {
  const labels = new Array<number>(tracks).fill(-1);
  for (const [label, group] of groups.entries()) for (const track of group.tracks) labels[track] = label;
  return labels;
}

function pairs(counts: Iterable<number>): number {
  let sum = 0;
  for (const count of counts) sum += (count * (count - 1)) / 2;
  return sum;
}
