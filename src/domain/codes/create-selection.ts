/** Keeps those of many estimates that are highest. */
export interface Selection {
  /** No estimate below or at this is among them any more. */
  readonly floor: () => number;
  add(id: number, estimate: number): void;
  /** What is kept, highest first; equal ones by their ids. */
  best(): { readonly ids: Float64Array; readonly estimates: Float64Array };
}

/** @param most how many are kept */
export function createSelection(most: number): Selection {
  const ids = new Float64Array(2 * most);
  const estimates = new Float64Array(2 * most);
  let count = 0;
  let floor = Number.NEGATIVE_INFINITY;
  const shrink = () => {
    const sorted = estimates.slice(0, count).sort();
    floor = sorted[count - most]!;
    let kept = 0;
    // Of equal ones at the border as many as there is room for.
    let atFloor = most - sorted.subarray(count - most).filter((estimate) => estimate > floor).length;
    for (let at = 0; at < count; at++) {
      const estimate = estimates[at]!;
      if (!(estimate > floor) && !(estimate === floor && atFloor-- > 0)) continue;
      ids[kept] = ids[at]!;
      estimates[kept++] = estimate;
    }
    count = kept;
  };
  return {
    floor: () => floor,
    add(id, estimate) {
      if (!(estimate > floor)) return;
      ids[count] = id;
      estimates[count++] = estimate;
      if (count === 2 * most) shrink();
    },
    best() {
      if (count > most) shrink();
      const order = Array.from({ length: count }, (_, at) => at).sort(
        (a, b) => estimates[b]! - estimates[a]! || ids[a]! - ids[b]!,
      );
      return {
        ids: Float64Array.from(order, (at) => ids[at]!),
        estimates: Float64Array.from(order, (at) => estimates[at]!),
      };
    },
  };
}
