import type { Model } from '../../domain/manifest/schema.ts';
import type { HubModel } from '../../domain/ports/model-source.ts';

/** Whether a model's files come from the Hub. */
export function isHubModel(model: Model): model is HubModel {
  return model.source.kind === 'hub';
}
