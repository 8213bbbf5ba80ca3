import { InferenceSession, type Tensor } from 'onnxruntime-node';
import { HeimdexError } from '../../domain/errors.ts';

/** A model graph ready to run, with the time spent in it. */
export interface GraphSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** What the graph says of its inputs: names, types, shapes. */
  readonly inputs: readonly InferenceSession.ValueMetadata[];
  /** Runs once; one output. */
  run(feeds: Readonly<Record<string, Tensor>>, output: string): Promise<Tensor>;
  /** Runs once; several outputs, by name. */
  runAll(
    feeds: Readonly<Record<string, Tensor>>,
    outputs: readonly string[],
  ): Promise<Readonly<Record<string, Tensor>>>;
  busyMilliseconds(): number;
  close(): Promise<void>;
}

/** How a graph is going to be run. */
export interface GraphUse {
  /** Threads inside one operation; 0, as where it is left out, lets the runtime choose. */
  readonly threads?: number;
  /**
   * What threads without work do: `spin` for a moment, so that the next operation finds them awake, or `sleep`, where many
   * short runs follow each other and a processor that spins meanwhile is one that does nothing else.
   */
  readonly waiting?: 'spin' | 'sleep';
  /**
   * Where there will be `few` runs, weights stay as they lie in the file: to put them into the order that is multiplied
   * fastest takes longer than it saves (docs/decisions/044). Integer products are the same; others differ by rounding.
   */
  readonly runs?: 'many' | 'few';
}

/**
 * Opens a graph by its path, never from memory: external weights are then only looked for beside it.
 *
 * @throws HeimdexError `model-damaged` where the runtime refuses the file
 */
export async function openGraph(
  path: string,
  name: string,
  { threads = 0, waiting = 'spin', runs = 'many' }: GraphUse = {},
): Promise<GraphSession> {
  let session: InferenceSession;
  try {
    session = await InferenceSession.create(path, {
      executionProviders: ['cpu'],
      intraOpNumThreads: threads,
      logSeverityLevel: 3,
      extra: {
        session: {
          ...(waiting === 'sleep' ? { intra_op: { allow_spinning: '0' } } : {}),
          ...(runs === 'few' ? { disable_prepacking: '1' } : {}),
        },
      },
    });
  } catch (error) {
    throw new HeimdexError(
      'model-damaged',
      `the model ${name} can't be loaded: ${(error as Error).message}`,
      {
        hint: 'heimdex models verify, then heimdex models pull',
        cause: error,
      },
    );
  }
  let busy = 0;
  const runAll: GraphSession['runAll'] = async (feeds, outputs) => {
    const start = performance.now();
    const results = await session.run(feeds, outputs);
    busy += performance.now() - start;
    return results as Readonly<Record<string, Tensor>>;
  };
  return {
    inputNames: session.inputNames,
    outputNames: session.outputNames,
    inputs: session.inputMetadata,
    run: async (feeds, output) => (await runAll(feeds, [output]))[output]!,
    runAll,
    busyMilliseconds: () => busy,
    close: () => session.release(),
  };
}
