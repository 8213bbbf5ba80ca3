/** So many equal texts in a row are the model going in circles. */
const REPEATS = 3;

/** Leaves the first of three or more neighbouring texts that are equal but for case, spaces and punctuation. */
export function dropRepeats<T extends { readonly text: string }>(texts: readonly T[]): T[] {
  const keys = texts.map(({ text }) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim(),
  );
  const runs: number[] = [];
  for (let at = texts.length - 1; at >= 0; at--) runs[at] = keys[at] === keys[at + 1] ? runs[at + 1]! + 1 : 1;
  let dropped = 0;
  return texts.filter((_, at) => {
    if (dropped > 0) {
      dropped--;
      return false;
    }
    if (runs[at]! >= REPEATS) dropped = runs[at]! - 1;
    return true;
  });
}
