/** A hard cut is found within one frame; a gradual transition within its frames and three on each side. */
const HARD = 1;
const GRADUAL = 3;

/** Holds found cuts (positions of frames) against the truth, each to one: hits a kind, and what fits nothing. */
export function matchCuts(truth, found) {
  const left = [...truth];
  const hits = { cut: 0, fade: 0, dissolve: 0 };
  let wrong = 0;
  for (const frame of found) {
    const at = left.findIndex(({ kind, from, to }) => {
      const margin = kind === 'cut' ? HARD : GRADUAL;
      return frame >= from - margin && frame <= to + margin;
    });
    if (at < 0) wrong++;
    else hits[left.splice(at, 1)[0].kind]++;
  }
  return { hits, wrong };
}

/** Adds up a kind's hits over videos; what was found beside the truth counts against every kind that a video has. */
export function createTally() {
  const sums = { hits: 0, all: 0, wrong: 0 };
  return {
    add(hits, all, wrong) {
      sums.hits += hits;
      sums.all += all;
      sums.wrong += wrong;
    },
    sums,
    f1: () => (2 * sums.hits) / Math.max(1, sums.all + sums.hits + sums.wrong),
  };
}
