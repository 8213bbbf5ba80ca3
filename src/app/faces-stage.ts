import { FRAME_RULES } from '../domain/frames/frame-rules.ts';
import type { FaceFinderModel, FaceModel } from '../domain/manifest/schema.ts';
import type { StageKey } from '../domain/ports/library.ts';
import { faceSpaceOf, isSameSpace, type Space } from '../domain/space.ts';
import { FACE_RULES } from './stages/face-rules.ts';

/** What a run of the stage "faces" works with. */
export interface FaceModels {
  readonly detection: FaceFinderModel;
  /** Undefined where nothing tells faces apart: they are found, and no more. */
  readonly recognition: FaceModel | undefined;
}

/** No space of a library has this number. */
const NO_SPACE = { id: 0 };

/** Faces looked for in other frames, or by other rules, are another run's. */
const RULES = [...Object.values(FRAME_RULES), ...Object.values(FACE_RULES)].join(',');

/**
 * What the ledger calls a run of the stage "faces".
 *
 * @param space of its tracks' vectors; undefined where there are none
 */
export function facesStage({ detection }: FaceModels, space: { readonly id: number } | undefined): StageKey {
  const { key, source } = detection;
  return {
    stage: 'faces',
    parameters: `space=${space?.id ?? 'none'} model=${key}@${source.revision.slice(0, 12)} rules=${RULES}`,
  };
}

/** What the ledger would call a run with models, in a library that has these spaces. */
export function plannedFacesStage(models: FaceModels, spaces: readonly Space[]): StageKey {
  if (models.recognition === undefined) return facesStage(models, undefined);
  const identity = faceSpaceOf(models.recognition);
  const space = spaces.find((candidate) => isSameSpace(candidate, identity)) ?? NO_SPACE;
  return facesStage(models, space);
}
