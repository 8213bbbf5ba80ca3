import { Tensor } from 'onnxruntime-node';
import type { Model } from '../../../domain/manifest/schema.ts';
import { sampled } from '../../../domain/self-test/sampled.ts';
import type { TestedOutput } from '../../../domain/self-test/tested-output.ts';
import { toPlanes } from '../to-planes.ts';
import { drawnPicture } from './fixed-inputs.ts';
import { openTestedGraph, type TestedFiles } from './open-tested-graph.ts';

/** Width and height where the graph takes any multiple of 32, pixels. */
const FREE_SIZE = 320;
/** Numbers at each place of a grid: class, presence, box, five landmarks (OpenCV's FaceDetectorYN). */
const OUTPUTS = { cls: 1, obj: 1, bbox: 4, kps: 10 } as const;

/** A face detector: all its grids for a drawn face. Detectors take one picture at a time. */
export async function testFaceDetection(
  { config }: Extract<Model, { role: 'face-detection' }>,
  files: TestedFiles,
): Promise<TestedOutput[]> {
  const { strides, channelOrder, size = FREE_SIZE } = config;
  const shapes = Object.fromEntries(
    Object.entries(OUTPUTS).flatMap(([kind, numbers]) =>
      strides.map((stride) => [`${kind}_${stride}`, [1, Math.floor(size / stride) ** 2, numbers]]),
    ),
  );
  let input = 'input';
  const graph = await openTestedGraph(files, config.graph, ({ inputs }) => {
    input = inputs[0] ?? input;
    return { inputs: [input], outputs: Object.keys(shapes) };
  });
  const planes = toPlanes([drawnPicture(size)], channelOrder);
  const given = await graph.run({ [input]: new Tensor('float32', planes, [1, 3, size, size]) }, shapes);
  await graph.close();
  return Object.entries(shapes).map(([name, dims]) => ({ name, dims, values: sampled(given[name]!) }));
}
