/** What is known of a text before it is believed. */
export interface Evidence {
  /** Mean natural logarithm of its tokens' probabilities. */
  readonly averageLogProbability: number;
  /** How likely the model holds it that nobody speaks, 0–1. */
  readonly noSpeech: number;
  /** Bytes of the text by its bytes when compressed: high where it goes in circles. */
  readonly compressionRatio: number;
}

/** Tried in turn until a text can be believed (OpenAI's whisper/transcribe.py, as all numbers here). */
export const TEMPERATURES = [0, 0.2, 0.4, 0.6, 0.8, 1] as const;
const LEAST_LOG_PROBABILITY = -1;
const MOST_NO_SPEECH = 0.6;
const MOST_COMPRESSION = 2.4;

/** Whether the model tells that nobody speaks, and is not sure of what it wrote all the same. */
export function isSilence({ noSpeech, averageLogProbability }: Evidence): boolean {
  return noSpeech > MOST_NO_SPEECH && averageLogProbability < LEAST_LOG_PROBABILITY;
}

/** Whether a text repeats itself so much that it can't be what was said. */
export function isCircular(compressionRatio: number): boolean {
  return compressionRatio > MOST_COMPRESSION;
}

/** Whether a text goes in circles or the model was not sure of it: it is tried again at a higher temperature. */
export function isDoubtful(evidence: Evidence): boolean {
  if (isSilence(evidence)) return false;
  return isCircular(evidence.compressionRatio) || evidence.averageLogProbability < LEAST_LOG_PROBABILITY;
}

/**
 * A text whose tokens are this unlikely on average was made up: heimdex's own limit. What whisper-tiny.en writes over short
 * noise ("you") reaches 0.04 to 0.21; OpenAI's limits pass it, because the times around it are all but certain.
 */
const LEAST_CONFIDENCE = 0.3;

/** Whether a text may be kept, by the mean probability of its tokens without times, 0–1. */
export function isBelievable(confidence: number): boolean {
  return confidence >= LEAST_CONFIDENCE;
}
