/** A model graph as its file describes it, without its weights. */
export interface GraphFacts {
  readonly inputs: readonly GraphValue[];
  readonly outputs: readonly GraphValue[];
  /** Kinds of operations, those of nested graphs included. */
  readonly operators: ReadonlySet<string>;
  /** Bytes of weights by their number format, such as `float32`; those outside the file included. */
  readonly weights: ReadonlyMap<string, number>;
  /** Version of the operator set of plain ONNX; 0 where the file names none. */
  readonly opset: number;
  /** Files that hold weights, relative to the graph's folder, each once. Not yet checked. */
  readonly externalFiles: readonly string[];
}

export interface GraphValue {
  readonly name: string;
  /** Number format of the elements, such as `float32` or `int64`. */
  readonly type: string;
  /** A number, or the name of a length that the caller chooses; empty where that has none. */
  readonly shape: readonly (number | string)[];
}

/** Reads model graphs for `models add`. */
export interface GraphReader {
  /**
   * What the graph's file says of itself, read without its weights.
   *
   * @param path absolute
   * @param name what the graph is called in errors
   * @throws HeimdexError `model-damaged`, `disk`
   */
  read(path: string, name: string): GraphFacts;
  /**
   * Loads the graph as it will be used, so that a file that can't be run is found before anything relies on it.
   * Where `feeds` are given it is run once on zeros of these shapes.
   *
   * @returns the shapes of the outputs by name, of the run, or nothing where it was only loaded
   * @throws HeimdexError `model-damaged`
   */
  tryOut(
    path: string,
    name: string,
    feeds?: readonly Feed[],
  ): Promise<ReadonlyMap<string, readonly number[]>>;
}

export interface Feed {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly number[];
  /** The value of each element; 0 where absent. */
  readonly fill?: number;
}
