import { InferenceSession, Tensor } from 'onnxruntime-node';
import { HeimdexError } from '../../domain/errors.ts';
import type { Feed, GraphReader } from '../../domain/ports/graph-reader.ts';
import { readGraph } from './onnx/read-graph.ts';

/** Reads graphs by themselves, and tries them in the runtime. */
export function createGraphReader(): GraphReader {
  return { read: readGraph, tryOut };
}

async function tryOut(
  path: string,
  name: string,
  feeds: readonly Feed[] | undefined,
): Promise<ReadonlyMap<string, readonly number[]>> {
  // Silent: what it would write to stderr comes as an error as well.
  const options = { executionProviders: ['cpu'], logSeverityLevel: 4 } as const;
  const session = await refusing(
    `the runtime refuses ${name}`,
    'see whether the file is whole, or choose another number format with --dtype',
    () => InferenceSession.create(path, options),
  );
  try {
    if (feeds === undefined) return new Map();
    const tensors = Object.fromEntries(feeds.map((feed) => [feed.name, tensorOf(feed)]));
    const outputs = await refusing(
      `${name} can't be run as its constants say`,
      'correct the constants with --set NAME=VALUE, or choose another number format with --dtype',
      () => session.run(tensors, { logSeverityLevel: 4 }),
    );
    return new Map(Object.entries(outputs).map(([output, tensor]) => [output, tensor.dims]));
  } finally {
    await session.release();
  }
}

function tensorOf({ name, type, shape, fill = 0 }: Feed): Tensor {
  const count = shape.reduce((product, length) => product * length, 1);
  if (type === 'int64') return new Tensor('int64', new BigInt64Array(count).fill(BigInt(fill)), shape);
  if (type === 'int32') return new Tensor('int32', new Int32Array(count).fill(fill), shape);
  if (type === 'float32') return new Tensor('float32', new Float32Array(count).fill(fill), shape);
  throw new HeimdexError('usage', `the input ${name} is of type ${type}, which heimdex does not feed`, {
    hint: 'choose another number format with --dtype',
  });
}

async function refusing<T>(what: string, hint: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = (error as Error).message.trim();
    throw new HeimdexError('model-damaged', `${what}: ${reason}`, { hint, cause: error });
  }
}
