import { throwIfInterrupted } from '../../domain/errors.ts';
import { mergePasses, type PassResult } from '../../domain/faces/merge-passes.ts';
import { FREE_RULES, fixedRules, type Pass, planPasses } from '../../domain/faces/plan-passes.ts';
import { shrinkPicture } from '../../domain/faces/shrink-picture.ts';
import type { Size } from '../../domain/fit-inside.ts';
import type { FaceDetector } from '../../domain/ports/faces.ts';
import { type FaceDetectionConfig, type FaceGraph, openFaceGraph } from './open-face-graph.ts';
import { partPlanes } from './part-planes.ts';

/**
 * Opens a face detector: pictures of any size are shown to its graph in as many passes as `planPasses` says.
 *
 * @param path the absolute path of its graph
 * @throws HeimdexError `model-damaged` where the runtime refuses the file, or it is no graph of this kind
 */
export async function openFaceDetector(
  path: string,
  name: string,
  config: FaceDetectionConfig,
  threads = 0,
): Promise<FaceDetector> {
  const graph = await openFaceGraph(path, name, config, threads);
  const rules = graph.fixedSize === undefined ? FREE_RULES : fixedRules(graph.fixedSize);
  return {
    async detect(picture, signal) {
      const results: PassResult[] = [];
      // The finest level first: the coarser ones are made of it, which is less to add up.
      let shown = picture;
      let planes: Float32Array | undefined;
      for (const level of planPasses(picture, rules).reverse()) {
        shown = shrinkPicture(shown, level.size);
        for (const pass of level.passes) {
          throwIfInterrupted(signal);
          const size = inputSize(graph, pass);
          planes = partPlanes(shown, pass, size, planes);
          results.push({ level, pass, faces: await graph.run(planes, size) });
        }
      }
      return mergePasses(picture, results, config.overlapThreshold);
    },
    busyMilliseconds: graph.busyMilliseconds,
    close: graph.close,
  };
}

/** The smallest input that a part fits in. */
function inputSize({ fixedSize, multiple }: FaceGraph, { width, height }: Pass): Size {
  if (fixedSize !== undefined) return { width: fixedSize, height: fixedSize };
  const filled = (length: number) => Math.ceil(length / multiple) * multiple;
  return { width: filled(width), height: filled(height) };
}
