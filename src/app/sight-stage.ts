import type { ImageTextModel } from '../domain/manifest/schema.ts';
import type { StageKey } from '../domain/ports/library.ts';
import type { SamplingOptions } from '../domain/ports/media.ts';
import { fromSeconds } from '../domain/time.ts';

/** What is the same for every model. */
export const SIGHT_SAMPLING: Pick<SamplingOptions, 'interval' | 'thumbnailSide'> = {
  interval: fromSeconds(1),
  thumbnailSide: 320,
};

/** How frames are taken for a model. */
export function samplingFor({ config: { vision } }: ImageTextModel): SamplingOptions {
  return {
    modelSize: vision.size,
    crop: vision.crop,
    resample: vision.resample,
    ...SIGHT_SAMPLING,
  };
}

/** What the ledger calls a run of the stage "sight" into a space. */
export function sightStage(
  space: { readonly id: number },
  sampling: Pick<SamplingOptions, 'interval' | 'thumbnailSide'>,
): StageKey {
  return {
    stage: 'sight',
    parameters: `space=${space.id} interval=${sampling.interval} thumbnail=${sampling.thumbnailSide}`,
  };
}
