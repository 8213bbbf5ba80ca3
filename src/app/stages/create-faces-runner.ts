import { kindOf } from '../../domain/media-kind.ts';
import { faceSpaceOf } from '../../domain/space.ts';
import { type FaceModels, facesStage } from '../faces-stage.ts';
import { type FaceDependencies, type FaceTools, runFaces } from './run-faces.ts';
import type { StageRunner } from './stage-runner.ts';

/** The stage "faces": the faces in a video's frames become tracks, with vectors where a model tells faces apart. */
export function createFacesRunner(
  models: FaceModels,
  /** `openTools` opens the models; called once. */
  dependencies: FaceDependencies & { readonly openTools: () => Promise<FaceTools> },
): StageRunner {
  const { recognition } = models;
  const space =
    recognition === undefined ? undefined : dependencies.faces.ensureSpace(faceSpaceOf(recognition));
  const key = facesStage(models, space);
  let tools: FaceTools | undefined;
  return {
    key,
    concerns: (facts) => kindOf(facts) !== 'audio',
    async run(work, onEvent, signal) {
      tools ??= await dependencies.openTools();
      return runFaces({ ...work, space, tools }, dependencies, onEvent, signal);
    },
    inferenceMs: () =>
      (tools?.detector.busyMilliseconds() ?? 0) + (tools?.recognizer?.encoder.busyMilliseconds() ?? 0),
    async close() {
      await tools?.recognizer?.encoder.close();
      await tools?.detector.close();
    },
  };
}
