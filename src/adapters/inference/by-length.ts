/**
 * Puts items of like length into batches, so that little is padded: each item's place, longest items first.
 *
 * @param lengths of the items, in tokens
 * @param limit most tokens of a batch, with each item padded to the longest; an item that is longer is a batch alone
 */
export function byLength(lengths: readonly number[], limit: number): number[][] {
  const places = lengths.map((_, place) => place).sort((a, b) => lengths[b]! - lengths[a]! || a - b);
  const batches: number[][] = [];
  for (const place of places) {
    const batch = batches.at(-1);
    const fits = batch !== undefined && lengths[batch[0]!]! * (batch.length + 1) <= limit;
    if (fits) batch.push(place);
    else batches.push([place]);
  }
  return batches;
}
