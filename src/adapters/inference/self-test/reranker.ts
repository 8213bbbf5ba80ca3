import type { Model } from '../../../domain/manifest/schema.ts';
import { findOutputFault } from '../../../domain/self-test/find-output-fault.ts';
import type { TestedOutput } from '../../../domain/self-test/tested-output.ts';
import { TEXT_INPUTS, toTextFeeds } from '../text-feeds.ts';
import { PASSAGES, QUESTION } from './fixed-inputs.ts';
import { openTestedGraph, type TestedFiles } from './open-tested-graph.ts';
import { openTestedTokenizer } from './open-tested-tokenizer.ts';
import { SelfTestFault } from './self-test-fault.ts';

/** A model that judges how well passages answer a question: its scores of a few. */
export async function testReranker(
  { config }: Extract<Model, { role: 'reranker' }>,
  files: TestedFiles,
): Promise<TestedOutput[]> {
  const tokenizer = openTestedTokenizer(files, config.tokenizer);
  const graph = await openTestedGraph(files, config.graph, {
    inputs: ['input_ids'],
    optional: TEXT_INPUTS,
    outputs: ['logits'],
  });
  const pairs = PASSAGES.map((passage) => tokenizer.encodePair(QUESTION, passage, config.maxTokens));
  const score = async (some: typeof pairs): Promise<Float32Array> => {
    const { logits } = await graph.run(toTextFeeds(graph.inputNames, some), { logits: [some.length, 1] });
    return logits!;
  };
  const scores: number[] = [];
  for (const pair of pairs) scores.push(...(await score([pair])));
  // A score by itself may be any number; those of an answer and of something else may not be the same.
  const fault = findOutputFault({ dims: [scores.length], values: scores }, [PASSAGES.length]);
  if (fault !== undefined) throw new SelfTestFault(`${config.graph}: logits: ${fault}`);
  if (config.quantization === 'none' && graph.takesBatches('input_ids')) {
    graph.requireSameInBatch([Float32Array.from(scores)], [await score(pairs)]);
  }
  await graph.close();
  return [{ name: 'logits', dims: [scores.length], values: scores }];
}
