import { type Clues, type Draft, graphOf } from './clues.ts';
import { notFor, pickValue } from './graph-values.ts';

/** What OpenCV's FaceDetectorYN recommends, and the built-in detector uses. */
const THRESHOLDS = { scoreThreshold: 0.6, overlapThreshold: 0.3 };

/** YuNet: four outputs for each of its strides. */
export function inferFaceDetection(clues: Clues): Draft {
  const graph = graphOf(clues, 'graph');
  const strides = graph.facts.outputs
    .map(({ name }) => /^cls_(\d{1,4})$/.exec(name)?.[1])
    .filter((digits) => digits !== undefined)
    .map(Number)
    .sort((a, b) => a - b);
  if (strides.length === 0) throw notFor(graph, 'face-detection', 'it has no output cls_8, as YuNet has');
  for (const stride of strides) {
    for (const kind of ['obj', 'bbox', 'kps']) {
      pickValue(graph, 'face-detection', 'outputs', `${kind}_${stride}`);
    }
  }
  return { graph: graph.path, size: sizeOf(clues), channelOrder: 'bgr', strides, ...THRESHOLDS };
}

/** Undefined where height and width are the caller's choice. */
function sizeOf(clues: Clues): number | undefined {
  const graph = graphOf(clues, 'graph');
  const { shape } = pickValue(graph, 'face-detection', 'inputs', 'input');
  const [, channels, height, width] = shape;
  if (shape.length !== 4 || channels !== 3) {
    throw notFor(graph, 'face-detection', 'its input is no picture of three channels');
  }
  if (typeof height !== 'number' || typeof width !== 'number') return undefined;
  if (height === width) return height;
  throw notFor(graph, 'face-detection', `its input is ${width}×${height}, not square`);
}
