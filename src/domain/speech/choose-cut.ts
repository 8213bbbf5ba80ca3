import type { SpeechRule } from './speech-rule.ts';

/** A silence within speech: its first sample and the one after its last. */
export interface Pause {
  readonly start: number;
  readonly end: number;
}

/** Where long speech is cut: one part ends, the next begins. In between lies the pause, if it is one. */
export interface Cut {
  readonly end: number;
  readonly next: number;
}

/** What is known of speech that is too long. */
export interface LongSpeech {
  readonly start: number;
  /** Silences that speech followed, longer than the rule's `minPause`. */
  readonly pauses: readonly Pause[];
  /** Where the silence began that lasts at its end. */
  readonly silentFrom: number | undefined;
  /** Of its windows. */
  readonly probabilities: readonly number[];
}

/**
 * Chooses where to cut: the longest pause of the later half, so that parts are of use; else the longest of all; else, where
 * nobody pauses, before the window of the last third that is least like speech.
 *
 * @param at the sample up to which it was heard
 */
export function chooseCut(speech: LongSpeech, at: number, { minPause, window }: SpeechRule): Cut {
  const { start, silentFrom, probabilities } = speech;
  const pauses = [...speech.pauses];
  if (silentFrom !== undefined && at - silentFrom > minPause) pauses.push({ start: silentFrom, end: at });
  const middle = start + (at - start) / 2;
  const pause = longest(pauses.filter((each) => each.start >= middle)) ?? longest(pauses);
  if (pause !== undefined) return { end: pause.start, next: pause.end };
  let weakest = Math.ceil((probabilities.length * 2) / 3);
  for (let i = weakest; i < probabilities.length; i++) {
    if (probabilities[i]! <= probabilities[weakest]!) weakest = i;
  }
  const sample = start + weakest * window;
  return { end: sample, next: sample };
}

/** Of equal ones the last. */
function longest(pauses: readonly Pause[]): Pause | undefined {
  let found: Pause | undefined;
  for (const pause of pauses) {
    if (found === undefined || pause.end - pause.start >= found.end - found.start) found = pause;
  }
  return found;
}
