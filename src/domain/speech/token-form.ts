/** The numbers of Whisper's special tokens, and which tokens it must not write. */
export interface TokenForm {
  /** How many tokens there are. */
  readonly vocabulary: number;
  /** `<|endoftext|>`: all tokens below are text, all others special. */
  readonly end: number;
  /** `<|nospeech|>`. */
  readonly noSpeech: number;
  /** `<|notimestamps|>`. */
  readonly noTimestamps: number;
  /** `<|0.00|>`; the others follow, each 20 ms later. */
  readonly firstTime: number;
  /** Never written. */
  readonly suppressed: readonly number[];
  /** Not written first. */
  readonly suppressedFirst: readonly number[];
  /** The first text begins at most so many steps of 20 ms after the window's start. */
  readonly lastFirstTime: number | undefined;
}

/** Seconds from one token of time to the next: two frames of the features, one position of the encoder. */
export const TIME_STEP = 0.02;
