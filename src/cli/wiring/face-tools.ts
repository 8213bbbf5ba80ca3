import { chooseOptionalModel, type ModelWishes } from '../../app/choose-optional-model.ts';
import type { IsInstalled } from '../../app/choose-sight-model.ts';
import type { FaceModels } from '../../app/faces-stage.ts';
import { loadModel } from '../../app/models/load-model.ts';
import type { FaceTools } from '../../app/stages/run-faces.ts';
import { HeimdexError } from '../../domain/errors.ts';
import type { FaceFinderModel, FaceModel, Manifest } from '../../domain/manifest/schema.ts';
import type { FaceDetector, FaceEncoder } from '../../domain/ports/faces.ts';
import type { ModelStore } from '../../domain/ports/model-store.ts';

/**
 * The models that the stage "faces" works with; undefined where none finds faces.
 *
 * @throws HeimdexError `usage` where a model is named that is not of its role
 */
export async function chooseFaceModels(
  manifest: Manifest,
  wishes: ModelWishes,
  isInstalled: IsInstalled,
): Promise<FaceModels | undefined> {
  const detection = await chooseOptionalModel('face-detection', manifest, wishes, isInstalled);
  const recognition = await chooseOptionalModel('face-recognition', manifest, wishes, isInstalled);
  return detection && { detection, recognition };
}

/** Nothing that is installed finds faces. */
export function noFaceModel(manifest: Manifest): HeimdexError {
  const known = Object.entries(manifest.models).find(([, { role }]) => role === 'face-detection');
  return new HeimdexError('model-missing', 'no model that finds faces is installed', {
    hint:
      known === undefined ? 'heimdex models add face-detection FOLDER' : `heimdex models pull ${known[0]}`,
  });
}

/** Opens the models of the stage "faces". */
export async function openFaceTools(
  { detection, recognition }: FaceModels,
  store: ModelStore,
  threads: number,
  signal: AbortSignal,
): Promise<FaceTools> {
  const detector = await openDetector(store, detection, threads, signal);
  if (recognition === undefined) return { detector, recognizer: undefined };
  try {
    const encoder = await openEncoder(store, recognition, threads, signal);
    return { detector, recognizer: { encoder, model: recognition } };
  } catch (error) {
    await detector.close();
    throw error;
  }
}

export function openDetector(
  store: ModelStore,
  model: FaceFinderModel,
  threads: number,
  signal: AbortSignal,
): Promise<FaceDetector> {
  return loadModel(store, model, signal, async (opened) => {
    const { openFaceDetector } = await import('../../adapters/inference/open-face-detector.ts');
    return openFaceDetector(opened.pathOf(model.config.graph), model.key, model.config, threads);
  });
}

export function openEncoder(
  store: ModelStore,
  model: FaceModel,
  threads: number,
  signal: AbortSignal,
): Promise<FaceEncoder> {
  return loadModel(store, model, signal, async (opened) => {
    const { openFaceEncoder } = await import('../../adapters/inference/open-face-encoder.ts');
    return openFaceEncoder(opened.pathOf(model.config.graph), model.key, model.config, threads);
  });
}
