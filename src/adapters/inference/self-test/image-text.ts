import { Tensor } from 'onnxruntime-node';
import type { ImageTextModel } from '../../../domain/manifest/schema.ts';
import { sampled } from '../../../domain/self-test/sampled.ts';
import type { TestedOutput } from '../../../domain/self-test/tested-output.ts';
import { toPixelValues } from '../open-image-encoder.ts';
import { drawnPicture, SENTENCES } from './fixed-inputs.ts';
import { openTestedGraph, type TestedFiles, type TestedGraph } from './open-tested-graph.ts';
import { openTestedTokenizer } from './open-tested-tokenizer.ts';

/** Both towers of an image–text model, one after the other: a drawn picture and a sentence. */
export async function testImageText(model: ImageTextModel, files: TestedFiles): Promise<TestedOutput[]> {
  return [await testVision(model, files), await testText(model, files)];
}

async function testVision({ config }: ImageTextModel, files: TestedFiles): Promise<TestedOutput> {
  const { vision, dimension } = config;
  const { input, output, size } = vision;
  const graph = await openTestedGraph(files, vision.graph, { inputs: [input], outputs: [output] });
  const pictures = [drawnPicture(size, 0), drawnPicture(size, 1)];
  const vector = await testTower(graph, vision, dimension, [0, 1], (chosen) => ({
    [input]: new Tensor(
      'float32',
      toPixelValues(
        chosen.map((index) => pictures[index]!),
        vision,
      ),
      [chosen.length, 3, size, size],
    ),
  }));
  await graph.close();
  return { name: `picture: ${output}`, dims: [dimension], values: sampled(vector) };
}

async function testText({ config }: ImageTextModel, files: TestedFiles): Promise<TestedOutput> {
  const { text, dimension } = config;
  const { input, output, length } = text;
  const tokenizer = openTestedTokenizer(files, text.tokenizer);
  const optional = ['attention_mask'];
  const graph = await openTestedGraph(files, text.graph, { inputs: [input], optional, outputs: [output] });
  const encoded = SENTENCES.map((sentence) => tokenizer.encodeFixed(sentence, text));
  const toTensor = (rows: readonly (readonly number[])[]) =>
    new Tensor('int64', BigInt64Array.from(rows.flat(), BigInt), [rows.length, length]);
  const vector = await testTower(graph, text, dimension, [0, 1], (chosen) => {
    const some = chosen.map((index) => encoded[index]!);
    const feeds: Record<string, Tensor> = { [input]: toTensor(some.map(({ ids }) => ids)) };
    if (graph.inputNames.includes('attention_mask')) {
      feeds.attention_mask = toTensor(some.map(({ mask }) => mask));
    }
    return feeds;
  });
  await graph.close();
  return { name: `sentence: ${output}`, dims: [dimension], values: sampled(vector) };
}

/** The first item's vector; where the graph is float, both items' are compared alone and together. */
async function testTower(
  graph: TestedGraph,
  { input, output, quantization }: { input: string; output: string; quantization: 'none' | 'dynamic' },
  dimension: number,
  items: readonly [number, number],
  feedsOf: (chosen: readonly number[]) => Record<string, Tensor>,
): Promise<Float32Array> {
  const embed = async (chosen: readonly number[]): Promise<Float32Array[]> => {
    const given = await graph.run(feedsOf(chosen), { [output]: [chosen.length, dimension] });
    return chosen.map((_, row) => given[output]!.subarray(row * dimension, (row + 1) * dimension));
  };
  const first = (await embed([items[0]]))[0]!;
  if (quantization === 'none' && graph.takesBatches(input)) {
    const second = (await embed([items[1]]))[0]!;
    graph.requireSameInBatch([first, second], await embed(items));
  }
  return first;
}
