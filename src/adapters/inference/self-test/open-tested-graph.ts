import type { Tensor } from 'onnxruntime-node';
import type { TokenizerPlace } from '../../../domain/ports/model-store.ts';
import { findBatchFault } from '../../../domain/self-test/find-batch-fault.ts';
import {
  findNameFault,
  type GraphNames,
  type WantedNames,
} from '../../../domain/self-test/find-name-fault.ts';
import { findOutputFault } from '../../../domain/self-test/find-output-fault.ts';
import { floatsOf } from '../floats-of.ts';
import { type GraphSession, openGraph } from '../open-graph.ts';
import { SelfTestFault } from './self-test-fault.ts';

/** The files of the model under test. */
export interface TestedFiles {
  /** The model's key. */
  readonly model: string;
  /** The absolute path of a file, by its path in the manifest. */
  pathOf(path: string): string;
  /** Where a compiled form of the model's tokenizer may be kept. */
  tokenizerPlace(path: string): TokenizerPlace;
}

/** A graph whose names fit its role, and whose outputs are checked whenever it runs. */
export interface TestedGraph {
  readonly inputNames: readonly string[];
  readonly inputs: GraphSession['inputs'];
  /**
   * Runs once.
   *
   * @param shapes the shape that each output must have, by the output's name
   * @returns the numbers of these outputs
   * @throws SelfTestFault where it can't be run, or an output has another shape or numbers that can't be right
   */
  run(
    feeds: Readonly<Record<string, Tensor>>,
    shapes: Readonly<Record<string, readonly number[]>>,
  ): Promise<Readonly<Record<string, Float32Array>>>;
  /** Whether several items may go through an input at once: its first dimension is free. */
  takesBatches(input: string): boolean;
  /** @throws SelfTestFault where the vectors of a batch are not those of its items alone */
  requireSameInBatch(singles: readonly Float32Array[], batch: readonly Float32Array[]): void;
  close(): Promise<void>;
}

/** A fixed number, so that sums are made in the same order each time. */
const THREADS = 2;

/**
 * Opens a graph of a model and holds its names against those that its role needs.
 *
 * @param path the graph's path in the manifest
 * @param wanted the names that must be there, or a function that tells them by the graph's own
 * @throws SelfTestFault, HeimdexError `model-damaged` where the runtime refuses the file
 */
export async function openTestedGraph(
  files: TestedFiles,
  path: string,
  wanted: WantedNames | ((graph: GraphNames) => WantedNames),
): Promise<TestedGraph> {
  const graph = await openGraph(files.pathOf(path), files.model, { threads: THREADS });
  const names = { inputs: graph.inputNames, outputs: graph.outputNames };
  const fault = findNameFault(names, typeof wanted === 'function' ? wanted(names) : wanted);
  if (fault !== undefined) throw new SelfTestFault(`${path}: ${fault}`);
  return {
    inputNames: graph.inputNames,
    inputs: graph.inputs,
    async run(feeds, shapes) {
      const tensors = await running(path, () => graph.runAll(feeds, Object.keys(shapes)));
      return Object.fromEntries(
        Object.entries(shapes).map(([name, dims]) => {
          const place = `${path}: ${name}`;
          const tensor = tensors[name]!;
          const values = floatsOf(tensor, (message) => new SelfTestFault(`${place}: ${message}`));
          const wrong = findOutputFault({ dims: tensor.dims, values }, dims);
          if (wrong !== undefined) throw new SelfTestFault(`${place}: ${wrong}`);
          return [name, values];
        }),
      );
    },
    takesBatches: (input) => {
      const metadata = graph.inputs.find(({ name }) => name === input);
      return metadata?.isTensor === true && typeof metadata.shape[0] === 'string';
    },
    requireSameInBatch(singles, batch) {
      const wrong = findBatchFault(singles, batch);
      if (wrong !== undefined) throw new SelfTestFault(`${path}: ${wrong}`);
    },
    close: graph.close,
  };
}

async function running<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new SelfTestFault(`${path} can't be run: ${(error as Error).message}`, { cause: error });
  }
}
