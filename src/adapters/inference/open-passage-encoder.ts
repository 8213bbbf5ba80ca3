import { throwIfInterrupted } from '../../domain/errors.ts';
import type { TextConfig } from '../../domain/manifest/schema.ts';
import type { TextEncoder } from '../../domain/ports/encoders.ts';
import type { UnitVector } from '../../domain/vector.ts';
import { type GraphUse, openGraph } from './open-graph.ts';
import { openTokenizer, type TextFiles } from './open-tokenizer.ts';
import { poolStates } from './pool-states.ts';
import { toTextFeeds } from './text-feeds.ts';

/** Float graphs take several texts at once; dynamically quantised ones one at a time (docs/decisions/004). */
const FLOAT_BATCH = 4;

/** Opens a model for text vectors. A text is cut to the model's `maxTokens`. */
export async function openPassageEncoder(
  files: TextFiles,
  name: string,
  config: TextConfig,
  use: GraphUse = {},
): Promise<TextEncoder> {
  const { output, maxTokens, quantization } = config;
  const tokenizer = openTokenizer(files.tokenizer, name, files.compiled);
  const graph = await openGraph(files.graph, name, use);
  const embedBatch = async (texts: readonly string[]): Promise<UnitVector[]> => {
    const sequences = texts.map((text) => ({ ids: tokenizer.encode(text, { special: true, maxTokens }) }));
    const states = await graph.run(toTextFeeds(graph.inputNames, sequences), output);
    const lengths = sequences.map(({ ids }) => ids.length);
    return poolStates(states.data as Float32Array, lengths, config);
  };
  const batchSize = quantization === 'dynamic' ? 1 : FLOAT_BATCH;
  return {
    async embedTexts(texts, signal) {
      const vectors: UnitVector[] = [];
      for (let start = 0; start < texts.length; start += batchSize) {
        throwIfInterrupted(signal);
        vectors.push(...(await embedBatch(texts.slice(start, start + batchSize))));
      }
      return vectors;
    },
    close: graph.close,
  };
}
