import { type Clues, type Draft, graphOf } from './clues.ts';
import { lastLength, notFor } from './graph-values.ts';

/** The five points of an aligned face of 112×112 (ArcFace's template), in the order of the detector's landmarks. */
const LANDMARKS = [
  [38.2946, 51.6963],
  [73.5318, 51.5014],
  [56.0252, 71.7366],
  [41.5493, 92.3655],
  [70.7299, 92.2041],
];

/** A network that gives a vector for an aligned face, such as SFace. */
export function inferFaceRecognition(clues: Clues): Draft {
  const graph = graphOf(clues, 'graph');
  const { inputs, outputs } = graph.facts;
  const [, channels, height, width] = inputs[0]?.shape ?? [];
  if (inputs.length !== 1 || channels !== 3 || typeof height !== 'number' || height !== width) {
    throw notFor(graph, 'face-recognition', 'its input is not one square picture of three channels');
  }
  if (outputs.length !== 1)
    throw notFor(graph, 'face-recognition', `it has ${outputs.length} outputs, not 1`);
  return {
    graph: graph.path,
    dimension: lastLength(outputs[0]!),
    size: height,
    channelOrder: 'rgb',
    landmarks: height === 112 ? LANDMARKS : undefined,
    samePersonCosine: undefined,
  };
}
