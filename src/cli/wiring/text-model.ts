import type { GraphUse } from '../../adapters/inference/open-graph.ts';
import { loadModel } from '../../app/models/load-model.ts';
import type { TextModel } from '../../domain/manifest/schema.ts';
import type { TextEncoder } from '../../domain/ports/encoders.ts';
import type { ModelStore } from '../../domain/ports/model-store.ts';

/** Opens a model for text vectors. */
export function openTextModel(
  store: ModelStore,
  model: TextModel,
  use: GraphUse,
  signal: AbortSignal,
): Promise<TextEncoder> {
  return loadModel(store, model, signal, async (opened) => {
    const { openPassageEncoder } = await import('../../adapters/inference/open-passage-encoder.ts');
    const { graph, tokenizer } = model.config;
    const files = {
      graph: opened.pathOf(graph),
      tokenizer: opened.pathOf(tokenizer),
      compiled: opened.tokenizerPlace(tokenizer),
    };
    return openPassageEncoder(files, model.key, model.config, use);
  });
}
