import { loadModel } from '../../app/models/load-model.ts';
import type { RerankerModel } from '../../domain/manifest/schema.ts';
import type { Reranker } from '../../domain/ports/encoders.ts';
import type { ModelStore } from '../../domain/ports/model-store.ts';

/** Opens a model that judges how well passages answer a question. */
export function openRerankerModel(
  store: ModelStore,
  model: RerankerModel,
  threads: number,
  signal: AbortSignal,
): Promise<Reranker> {
  return loadModel(store, model, signal, async (opened) => {
    const { openReranker } = await import('../../adapters/inference/open-reranker.ts');
    const { graph, tokenizer } = model.config;
    const compiled = opened.tokenizerPlace(tokenizer);
    const files = { graph: opened.pathOf(graph), tokenizer: opened.pathOf(tokenizer), compiled };
    return openReranker(files, model.key, model.config, threads);
  });
}
