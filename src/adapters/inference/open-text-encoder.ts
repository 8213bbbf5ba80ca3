import { Tensor } from 'onnxruntime-node';
import { throwIfInterrupted } from '../../domain/errors.ts';
import type { ImageTextConfig } from '../../domain/manifest/schema.ts';
import type { TextEncoder } from '../../domain/ports/encoders.ts';
import type { UnitVector } from '../../domain/vector.ts';
import { type GraphUse, openGraph } from './open-graph.ts';
import { rowsOf } from './open-image-encoder.ts';
import { openTokenizer, type TextFiles } from './open-tokenizer.ts';

/** Opens the text tower of an image–text model. Texts go through one at a time: a query has only a few. */
export async function openTextEncoder(
  files: TextFiles,
  name: string,
  config: ImageTextConfig,
  use: GraphUse = {},
): Promise<TextEncoder> {
  const { text, dimension } = config;
  const tokenizer = openTokenizer(files.tokenizer, name, files.compiled);
  const graph = await openGraph(files.graph, name, use);
  const embed = async (query: string): Promise<UnitVector> => {
    const { ids, mask } = tokenizer.encodeFixed(query, text);
    const feeds: Record<string, Tensor> = { [text.input]: toTensor(ids) };
    if (graph.inputNames.includes('attention_mask')) feeds.attention_mask = toTensor(mask);
    return rowsOf(await graph.run(feeds, text.output), 1, dimension, name)[0]!;
  };
  return {
    async embedTexts(texts, signal) {
      const vectors: UnitVector[] = [];
      for (const query of texts) {
        throwIfInterrupted(signal);
        vectors.push(await embed(query));
      }
      return vectors;
    },
    close: graph.close,
  };
}

function toTensor(values: readonly number[]): Tensor {
  return new Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length]);
}
