import { createModelStore } from '../../adapters/files/create-model-store.ts';
import type { GraphUse } from '../../adapters/inference/open-graph.ts';
import type { IsInstalled } from '../../app/choose-sight-model.ts';
import { loadModel } from '../../app/models/load-model.ts';
import type { ImageTextModel } from '../../domain/manifest/schema.ts';
import type { ImageEncoder, TextEncoder } from '../../domain/ports/encoders.ts';
import type { ModelStore } from '../../domain/ports/model-store.ts';
import type { Context } from '../context.ts';

/** The store of models, and whether a model is there: every file in its place, whatever its content. */
export function openModelStore({ settings }: Context): { store: ModelStore; isInstalled: IsInstalled } {
  const store = createModelStore(settings);
  return {
    store,
    async isInstalled(model) {
      const reports = await Promise.all(model.files.map((file) => store.glanceFile(model, file)));
      return reports.every(({ state }) => state !== 'missing');
    },
  };
}

/** Opens a model's picture tower in a thread of its own, for long work. */
export function openPictureTowerForIndex(
  store: ModelStore,
  model: ImageTextModel,
  threads: number,
  signal: AbortSignal,
): Promise<ImageEncoder> {
  return loadModel(store, model, signal, async (opened) => {
    const { openImageEncoderInWorker } = await import(
      '../../adapters/inference/open-image-encoder-in-worker.ts'
    );
    return openImageEncoderInWorker({
      graphPath: opened.pathOf(model.config.vision.graph),
      name: model.key,
      config: model.config,
      threads,
    });
  });
}

/** Opens a model's picture tower in this thread, for a picture or two. */
export function openPictureTower(
  store: ModelStore,
  model: ImageTextModel,
  use: GraphUse,
  signal: AbortSignal,
): Promise<ImageEncoder> {
  return loadModel(store, model, signal, async (opened) => {
    const { openImageEncoder } = await import('../../adapters/inference/open-image-encoder.ts');
    return openImageEncoder(opened.pathOf(model.config.vision.graph), model.key, model.config, use);
  });
}

/** Opens a model's text tower. */
export function openTextTower(
  store: ModelStore,
  model: ImageTextModel,
  use: GraphUse,
  signal: AbortSignal,
): Promise<TextEncoder> {
  return loadModel(store, model, signal, async (opened) => {
    const { openTextEncoder } = await import('../../adapters/inference/open-text-encoder.ts');
    const { graph, tokenizer } = model.config.text;
    const files = {
      graph: opened.pathOf(graph),
      tokenizer: opened.pathOf(tokenizer),
      compiled: opened.tokenizerPlace(tokenizer),
    };
    return openTextEncoder(files, model.key, model.config, use);
  });
}
