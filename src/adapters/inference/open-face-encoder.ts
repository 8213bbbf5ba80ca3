import { Tensor } from 'onnxruntime-node';
import { HeimdexError, throwIfInterrupted } from '../../domain/errors.ts';
import type { DetectedFace } from '../../domain/face.ts';
import { alignFace } from '../../domain/faces/align-face.ts';
import type { RgbImage } from '../../domain/frame.ts';
import type { Model } from '../../domain/manifest/schema.ts';
import type { FaceEncoder } from '../../domain/ports/faces.ts';
import type { UnitVector } from '../../domain/vector.ts';
import { openGraph } from './open-graph.ts';
import { rowsOf } from './open-image-encoder.ts';
import { toPlanes } from './to-planes.ts';

type FaceRecognitionConfig = Extract<Model, { role: 'face-recognition' }>['config'];

/** So many faces go through at once where the graph takes them. */
const BATCH = 8;

/**
 * Opens a model that tells faces apart, as OpenCV's FaceRecognizerSF uses it: the face aligned, 0 to 255, no mean; the graph
 * has one input and one output of any name.
 *
 * @param path the absolute path of its graph
 * @throws HeimdexError `model-damaged` where the runtime refuses the file
 */
export async function openFaceEncoder(
  path: string,
  name: string,
  { dimension, size, channelOrder, landmarks: template }: FaceRecognitionConfig,
  threads = 0,
): Promise<FaceEncoder> {
  const graph = await openGraph(path, name, { threads });
  const [input, output] = [graph.inputNames[0]!, graph.outputNames[0]!];
  const [metadata] = graph.inputs;
  const batch = metadata?.isTensor === true && typeof metadata.shape[0] === 'string' ? BATCH : 1;
  const embed = async (picture: RgbImage, faces: readonly DetectedFace[]): Promise<UnitVector[]> => {
    const aligned = faces.map(({ landmarks }) => alignFace(picture, landmarks, template, size));
    const planes = new Tensor('float32', toPlanes(aligned, channelOrder), [faces.length, 3, size, size]);
    const given = await running(name, () => graph.run({ [input]: planes }, output));
    return rowsOf(given, faces.length, dimension, name);
  };
  return {
    async embedFaces(picture, faces, signal) {
      const vectors: UnitVector[] = [];
      for (let start = 0; start < faces.length; start += batch) {
        throwIfInterrupted(signal);
        vectors.push(...(await embed(picture, faces.slice(start, start + batch))));
      }
      return vectors;
    },
    busyMilliseconds: graph.busyMilliseconds,
    close: graph.close,
  };
}

/** A graph that does not take a face of the stated size is not the one that the manifest describes. */
async function running<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new HeimdexError('model-damaged', `the model ${name} can't be run: ${(error as Error).message}`, {
      hint: `heimdex models verify --deep ${name}`,
      cause: error,
    });
  }
}
