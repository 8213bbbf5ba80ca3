/**
 * Orders files so that something of every folder comes early: in rounds, each with one file of each folder that has
 * one left. A folder gives its smallest file first, and in a round the smaller file goes first; equals keep their order.
 */
export function inRounds<T>(
  items: readonly T[],
  facts: (item: T) => { readonly folder: string; readonly bytes: number },
): T[] {
  const byFolder = new Map<string, { item: T; bytes: number }[]>();
  for (const item of items) {
    const { folder, bytes } = facts(item);
    const files = byFolder.get(folder);
    if (files === undefined) byFolder.set(folder, [{ item, bytes }]);
    else files.push({ item, bytes });
  }
  return [...byFolder.values()]
    .flatMap((files) => files.sort((a, b) => a.bytes - b.bytes).map((file, round) => ({ ...file, round })))
    .sort((a, b) => a.round - b.round || a.bytes - b.bytes)
    .map(({ item }) => item);
}
