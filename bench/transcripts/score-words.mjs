/** Words as they are compared: lower case, without punctuation. */
export function wordsOf(text) {
  return text
    .toLowerCase()
    .replace(/[’']/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/**
 * Aligns two lists of words with the fewest changes (Levenshtein).
 *
 * @returns pairs of positions, −1 where one has no counterpart, in order; and the number of changes
 */
export function align(a, b) {
  const width = b.length + 1;
  const costs = new Uint32Array((a.length + 1) * width);
  for (let j = 0; j < width; j++) costs[j] = j;
  for (let i = 1; i <= a.length; i++) {
    costs[i * width] = i;
    for (let j = 1; j < width; j++) {
      const change = costs[(i - 1) * width + j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      costs[i * width + j] = Math.min(change, costs[(i - 1) * width + j] + 1, costs[i * width + j - 1] + 1);
    }
  }
  const pairs = [];
  for (let i = a.length, j = b.length; i > 0 || j > 0; ) {
    const cost = costs[i * width + j];
    if (i > 0 && j > 0 && cost === costs[(i - 1) * width + j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1))
      pairs.push([--i, --j]);
    else if (i > 0 && cost === costs[(i - 1) * width + j] + 1) pairs.push([--i, -1]);
    else pairs.push([-1, --j]);
  }
  return { pairs: pairs.reverse(), changes: costs.at(-1) };
}
