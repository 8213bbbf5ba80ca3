/** The probabilities of languages in one stretch, by their codes. */
export type LanguageChances = ReadonlyMap<string, number>;

/** What a stretch beside says counts so much; half as much two stretches farther on. All together outweigh a stretch that
 * leaves much to doubt, and not one that is sure. */
const BESIDE = 0.15;
const FADING = Math.SQRT1_2;
/** No stretch rules a language out wholly: a wrong guess that is quite sure would outweigh all its neighbours. */
const LEAST_CHANCE = 1e-3;

/**
 * Stretches after one that have a say in its language, and so wait to be written down while a video is listened to. Farther ones
 * count an eighth at most of what the next one counts.
 */
export const LOOK_AHEAD = 6;

/**
 * The language of each stretch of a video, smoothed: a stretch's own probabilities and those of its neighbours, which
 * count less the farther off they are, are multiplied. A short stretch that the model takes for another language than
 * those around it follows them; one that is sure of its own, or has many of its kind beside it, does not.
 *
 * @param stretches in order; one without probabilities takes its neighbours' language
 * @param weights how much each stretch has to say, such as its seconds of speech; 1 where absent
 * @returns a code for each; undefined where no stretch has any probabilities
 */
export function chooseLanguages(
  stretches: readonly LanguageChances[],
  weights: readonly number[] = [],
): (string | undefined)[] {
  const codes = [...new Set(stretches.flatMap((chances) => [...chances.keys()]))].sort();
  const evidence = stretches.map((chances, index) => {
    const weight = chances.size === 0 ? 0 : (weights[index] ?? 1);
    return codes.map((code) => weight * Math.log(Math.max(chances.get(code) ?? 0, LEAST_CHANCE)));
  });
  const before = gathered(evidence);
  const after = gathered(evidence.toReversed()).toReversed();
  return evidence.map((own, index) => {
    const sums = own.map((value, code) => value + BESIDE * (before[index]![code]! + after[index]![code]!));
    const best = sums.reduce((winner, sum, code) => (sum > sums[winner]! ? code : winner), 0);
    return codes[best];
  });
}

/** What the rows before each one say, these ever less. */
function gathered(rows: readonly (readonly number[])[]): number[][] {
  let sums = (rows[0] ?? []).map(() => 0);
  return rows.map((row) => {
    const before = sums;
    sums = row.map((value, index) => value + before[index]! * FADING);
    return before;
  });
}
