import type { Model } from '../../../domain/manifest/schema.ts';
import { sampled } from '../../../domain/self-test/sampled.ts';
import type { TestedOutput } from '../../../domain/self-test/tested-output.ts';
import { poolStates } from '../pool-states.ts';
import { TEXT_INPUTS, toTextFeeds } from '../text-feeds.ts';
import { SENTENCES } from './fixed-inputs.ts';
import { openTestedGraph, type TestedFiles } from './open-tested-graph.ts';
import { openTestedTokenizer } from './open-tested-tokenizer.ts';

/** A model for text vectors: the vectors of two sentences, alone and, where the graph is float, together. */
export async function testText(
  { config }: Extract<Model, { role: 'text' }>,
  files: TestedFiles,
): Promise<TestedOutput[]> {
  const { output, dimension, maxTokens, quantization } = config;
  const tokenizer = openTestedTokenizer(files, config.tokenizer);
  const graph = await openTestedGraph(files, config.graph, {
    inputs: ['input_ids'],
    optional: TEXT_INPUTS,
    outputs: [output],
  });
  const sequences = SENTENCES.map((text) => ({ ids: tokenizer.encode(text, { special: true, maxTokens }) }));
  const embed = async (some: typeof sequences): Promise<Float32Array[]> => {
    const lengths = some.map(({ ids }) => ids.length);
    const shape = [some.length, Math.max(...lengths), dimension];
    const { [output]: states } = await graph.run(toTextFeeds(graph.inputNames, some), { [output]: shape });
    return poolStates(states!, lengths, config);
  };
  const singles: Float32Array[] = [];
  for (const sequence of sequences) singles.push(...(await embed([sequence])));
  if (quantization === 'none' && graph.takesBatches('input_ids')) {
    graph.requireSameInBatch(singles, await embed(sequences));
  }
  await graph.close();
  return singles.map((vector, index) => ({
    name: `sentence ${index + 1}: ${output}`,
    dims: [dimension],
    values: sampled(vector),
  }));
}
