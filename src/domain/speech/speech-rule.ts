/** When windows of sound count as speech. Durations are samples. */
export interface SpeechRule {
  /** Samples that one probability stands for. */
  readonly window: number;
  /** A window begins speech from this probability on. */
  readonly threshold: number;
  /** Speech goes on until windows stay below this. */
  readonly lowerThreshold: number;
  /** Shorter speech is dropped. */
  readonly minSpeech: number;
  /** Speech ends where it is silent for so long. */
  readonly minSilence: number;
  /** Sound kept before and after speech; at most half of `minSilence`. */
  readonly padding: number;
  /** No stretch is longer. */
  readonly longest: number;
  /** A silence within speech must be longer than this to be a pause where long speech may be cut. */
  readonly minPause: number;
}

const MS = 16;

/**
 * The rule heimdex listens by. Thresholds, `minSpeech` and `minPause` (98 ms) are the defaults of silero-vad 6.2.3's
 * get_speech_timestamps (`neg_threshold` is its `threshold` − 0.15). `minSilence` and `padding` are those of faster-whisper
 * 1.2.1's VadOptions: Silero's own 100 and 30 ms would cut sentences into pieces that Whisper hears badly. `longest` is
 * the length of Whisper's window.
 */
export const SPEECH_RULE: SpeechRule = {
  window: 512,
  threshold: 0.5,
  lowerThreshold: 0.35,
  minSpeech: 250 * MS,
  minSilence: 2000 * MS,
  padding: 400 * MS,
  longest: 30_000 * MS,
  minPause: 98 * MS,
};
