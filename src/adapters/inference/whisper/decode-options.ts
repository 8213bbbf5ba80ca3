import type { TokenForm } from '../../../domain/speech/token-form.ts';

/** How texts are decoded. */
export interface DecodeOptions {
  readonly form: TokenForm;
  /** The prompt, token by token after the first, the same for all rows. */
  readonly prompt: readonly number[];
  readonly maxTokens: number;
  readonly temperature: number;
  readonly random: () => number;
  /**
   * How much less likely a second token may be, as natural logarithm, for both to be followed a little (weigh-both.ts): only
   * for single sounds at temperature 0. Where absent, writing is greedy.
   */
  readonly near?: number;
  /** Asked now and then whether it is of no use to go on with a text. */
  readonly isLost?: (tokens: readonly number[]) => boolean;
  /** Encoder positions that hold sound: what is kept of the attention. */
  readonly soundingPositions: number;
}
