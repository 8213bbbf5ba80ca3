import { Tensor } from 'onnxruntime-node';
import type { Model } from '../../../domain/manifest/schema.ts';
import { sampled } from '../../../domain/self-test/sampled.ts';
import type { TestedOutput } from '../../../domain/self-test/tested-output.ts';
import { toPlanes } from '../to-planes.ts';
import { drawnPicture } from './fixed-inputs.ts';
import { openTestedGraph, type TestedFiles } from './open-tested-graph.ts';

/** A model that tells faces apart: the vector of a drawn face. Its graph has one input and one output of any name. */
export async function testFaceRecognition(
  { config }: Extract<Model, { role: 'face-recognition' }>,
  files: TestedFiles,
): Promise<TestedOutput[]> {
  const { dimension, size, channelOrder } = config;
  let [input, output] = ['input', 'output'];
  const graph = await openTestedGraph(files, config.graph, ({ inputs, outputs }) => {
    input = inputs[0] ?? input;
    output = outputs[0] ?? output;
    return { inputs: [input], outputs: [output] };
  });
  const embed = async (turns: readonly (0 | 1)[]): Promise<Float32Array[]> => {
    const planes = toPlanes(
      turns.map((turn) => drawnPicture(size, turn)),
      channelOrder,
    );
    const feeds = { [input]: new Tensor('float32', planes, [turns.length, 3, size, size]) };
    const given = await graph.run(feeds, { [output]: [turns.length, dimension] });
    return turns.map((_, row) => given[output]!.subarray(row * dimension, (row + 1) * dimension));
  };
  const first = (await embed([0]))[0]!;
  if (graph.takesBatches(input)) {
    graph.requireSameInBatch([first, (await embed([1]))[0]!], await embed([0, 1]));
  }
  await graph.close();
  return [{ name: output, dims: [dimension], values: sampled(first) }];
}
