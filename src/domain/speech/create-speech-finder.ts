import { type Cut, chooseCut, type Pause } from './choose-cut.ts';
import type { SpeechRule } from './speech-rule.ts';

/** A stretch of speech, by the numbers of its first sample and of the one after its last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface SpeechFinder {
  /** Takes the probability of the next window and gives the stretch that is known to be whole by it, if any. */
  add(probability: number): Span | undefined;
  /**
   * The stretch that the end of the sound ends, if any.
   *
   * @param length samples of the whole sound; the last window may reach beyond it
   */
  end(length: number): Span | undefined;
  /** What lies before this sample is in no stretch that is still to come. */
  neededFrom(): number;
}

/** Speech that has begun. */
interface OpenSpeech {
  readonly start: number;
  /** Where the padding before it begins. */
  readonly padded: number;
  /** Whether it is what a cut left of longer speech: then it is kept, however short. */
  readonly continued: boolean;
  /** The silence since this sample may be its end. */
  silentFrom: number | undefined;
  readonly pauses: Pause[];
  readonly probabilities: number[];
}

/**
 * Finds stretches of speech in probabilities as they come: window for window as silero-vad 6.2.3's get_speech_timestamps
 * does. It differs where speech is too long (`chooseCut`; what is left of it is kept, however short), and at the end of
 * the sound, where silence shorter than `minSilence` ends speech too.
 */
export function createSpeechFinder(rule: SpeechRule): SpeechFinder {
  const { window, padding } = rule;
  /** As the reference: with room for the window that is heard when it is reached, and for padding. */
  const most = rule.longest - window - 2 * padding;
  let at = 0;
  let lastEnd = 0;
  let open: OpenSpeech | undefined;

  const paddedFrom = (start: number) => Math.max(lastEnd, start - padding);
  const found = (start: number, end: number): Span => {
    lastEnd = end;
    return { start, end };
  };

  const cut = (speech: OpenSpeech): Span => {
    const place = chooseCut(speech, at, rule);
    const inPause = Math.min(padding, Math.floor((place.next - place.end) / 2));
    // Where the silence lasts, speech ends with it.
    open = place.end === speech.silentFrom ? undefined : afterCut(speech, place, inPause, window);
    return found(speech.padded, place.end + inPause);
  };

  const close = (speech: OpenSpeech, speechEnd: number, length: number): Span | undefined => {
    open = undefined;
    const least = speech.continued ? 0 : rule.minSpeech;
    if (speechEnd - speech.start <= least) return undefined;
    return found(speech.padded, Math.min(length, speechEnd + padding));
  };

  const follow = (speech: OpenSpeech, probability: number): Span | undefined => {
    hear(speech, probability, at, rule);
    if (at - speech.start > most) return cut(speech);
    const { silentFrom } = speech;
    if (silentFrom === undefined || at - silentFrom < rule.minSilence) return undefined;
    // A window that may be speech ends nothing.
    if (probability >= rule.lowerThreshold) return undefined;
    return close(speech, silentFrom, at + window);
  };

  return {
    add(probability) {
      let whole: Span | undefined;
      if (open !== undefined) {
        whole = follow(open, probability);
      } else if (probability >= rule.threshold) {
        const padded = paddedFrom(at);
        open = {
          start: at,
          padded,
          continued: false,
          silentFrom: undefined,
          pauses: [],
          probabilities: [probability],
        };
      }
      at += window;
      return whole;
    },
    end: (length) => open && close(open, Math.min(length, open.silentFrom ?? length), length),
    neededFrom: () => open?.padded ?? paddedFrom(at),
  };
}

/** Follows the silences within speech. */
function hear(speech: OpenSpeech, probability: number, at: number, rule: SpeechRule): void {
  speech.probabilities.push(probability);
  const { silentFrom } = speech;
  if (probability >= rule.threshold && silentFrom !== undefined) {
    if (at - silentFrom > rule.minPause) speech.pauses.push({ start: silentFrom, end: at });
    speech.silentFrom = undefined;
  } else if (probability < rule.lowerThreshold) {
    speech.silentFrom ??= at;
  }
}

function afterCut(speech: OpenSpeech, { next }: Cut, inPause: number, window: number): OpenSpeech {
  const { start, silentFrom, pauses, probabilities } = speech;
  return {
    start: next,
    padded: next - inPause,
    continued: true,
    silentFrom: silentFrom === undefined ? undefined : Math.max(silentFrom, next),
    pauses: pauses.filter((pause) => pause.start > next),
    probabilities: probabilities.slice((next - start) / window),
  };
}
