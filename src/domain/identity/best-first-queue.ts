/** A binary heap of numbered things, the most similar first; among equals the lower number. */
export interface BestFirstQueue {
  push(thing: number, similarity: number): void;
  /** Takes the first one out; undefined where there is none. */
  pop(): { readonly thing: number; readonly similarity: number } | undefined;
}

export function createBestFirstQueue(): BestFirstQueue {
  const things: number[] = [];
  const keys: number[] = [];
  const before = (a: number, b: number) =>
    keys[a]! > keys[b]! || (keys[a] === keys[b] && things[a]! < things[b]!);
  const swap = (a: number, b: number) => {
    [things[a], things[b]] = [things[b]!, things[a]!];
    [keys[a], keys[b]] = [keys[b]!, keys[a]!];
  };
  const sink = () => {
    for (let at = 0; ; ) {
      let first = at;
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < keys.length && before(child, first)) first = child;
      if (first === at) return;
      swap(at, first);
      at = first;
    }
  };
  return {
    push(thing, similarity) {
      let at = things.push(thing) - 1;
      keys.push(similarity);
      for (let up = (at - 1) >> 1; at > 0 && before(at, up); up = (at - 1) >> 1) {
        swap(at, up);
        at = up;
      }
    },
    pop() {
      if (things.length === 0) return undefined;
      swap(0, things.length - 1);
      const result = { thing: things.pop()!, similarity: keys.pop()! };
      sink();
      return result;
    },
  };
}
