import { FRAME_RULES } from '../domain/frames/frame-rules.ts';
import type { ImageTextModel } from '../domain/manifest/schema.ts';
import type { StageKey } from '../domain/ports/library.ts';
import type { SamplingOptions } from '../domain/ports/media.ts';
import { isSameSpace, type Space, sightSpaceOf } from '../domain/space.ts';
import { fromSeconds } from '../domain/time.ts';

/** What is the same for every model. */
export const SIGHT_SAMPLING: Pick<SamplingOptions, 'interval' | 'thumbnailSide'> = {
  interval: fromSeconds(0.5),
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

/** Frames chosen by other rules are another run's. */
const RULES = Object.values(FRAME_RULES).join(',');

/** No space of a library has this number: nothing has been done in a space that is not there yet. */
const NO_SPACE = { id: 0 };

/** What the ledger would call a run with a model, in a library that has these spaces. */
export function plannedSightStage(model: ImageTextModel, spaces: readonly Space[]): StageKey {
  const identity = sightSpaceOf(model);
  const space = spaces.find((candidate) => isSameSpace(candidate, identity)) ?? NO_SPACE;
  return sightStage(space, samplingFor(model));
}

/** What the ledger calls a run of the stage "sight" into a space. */
export function sightStage(
  space: { readonly id: number },
  sampling: Pick<SamplingOptions, 'interval' | 'thumbnailSide'>,
): StageKey {
  return {
    stage: 'sight',
    parameters: `space=${space.id} interval=${sampling.interval} thumbnail=${sampling.thumbnailSide} rules=${RULES}`,
  };
}
