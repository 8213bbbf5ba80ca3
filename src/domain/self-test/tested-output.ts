/** What one output of a model's graph was for a fixed input. */
export interface TestedOutput {
  /** The output's name, with that of its graph or input where a model has several: `image: pooler_output`. */
  readonly name: string;
  /** The output's shape. */
  readonly dims: readonly number[];
  /** The vector to compare: what the model gives after pooling, or the output itself, at most `MAX_VALUES` numbers. */
  readonly values: readonly number[];
}

/** More numbers of one output than these tell no more about whether the model is the same. */
export const MAX_VALUES = 1024;
