import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openFaceDetector } from '../../../src/adapters/inference/open-face-detector.ts';
import { openFaceGraph } from '../../../src/adapters/inference/open-face-graph.ts';
import { grey, never, openFaces, YUNET } from '../../support/faces.ts';
import { golden } from '../../support/golden.ts';
import type { MadeGraph } from '../../support/made-graph.ts';
import { readPicture } from '../../support/read-picture.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { workingFaceDetection } from '../../support/working-models.ts';

const GRAPHS = ['yunet-free.onnx', 'yunet-fixed.onnx'] as const;
const NOISE = golden('pictures/noise-128x96.png');

/** The path of a detector's graph with a fault put into it. */
function faultyGraph(fault: (graph: MadeGraph) => MadeGraph): string {
  const path = join(tempFolder(), 'faulty.onnx');
  const { contents } = workingFaceDetection({ graph: fault });
  writeFileSync(path, [...contents.values()][0]!);
  return path;
}

const damaged = (message: RegExp) => ({ code: 'model-damaged', message: expect.stringMatching(message) });

describe('openFaceGraph', () => {
  it('reads from the graph whether it takes one size or any', async () => {
    const sizes: (number | undefined)[] = [];
    for (const graph of GRAPHS) {
      const opened = await openFaceGraph(golden(`tiny-faces/${graph}`), 'tiny', YUNET);
      sizes.push(opened.fixedSize);
      expect(opened.multiple).toBe(32);
      await opened.close();
    }
    expect(sizes).toEqual([undefined, 128]);
  });

  it('refuses what is no graph, no face detector, or takes no square', async () => {
    const tries: [string, RegExp][] = [
      [golden('strings.json'), /can't be loaded/],
      [golden('tiny-faces/sface.onnx'), /no output cls_8/],
      [faultyGraph((graph) => withInput(graph, [1, 3, 64, 96])), /takes 1 × 3 × 64 × 96/],
      [faultyGraph((graph) => withInput(graph, [1, 3, 64, 'width'])), /takes 1 × 3 × 64 × width/],
    ];
    for (const [path, message] of tries) {
      await expect(openFaceDetector(path, 'faulty', YUNET)).rejects.toMatchObject(damaged(message));
    }
  });

  it('refuses a graph whose numbers can’t be faces', async () => {
    const picture = await readPicture(NOISE);
    const tries: [string, RegExp][] = [
      // A grid of twice the stride has a quarter of the cells.
      [faultyGraph((graph) => withStride(graph, 'map_bbox_8', 16)), /bbox_8: 192 numbers instead of 768/],
      [faultyGraph((graph) => withWeights(graph, 'w_bbox_8', 1e30)), /a face at/],
      [faultyGraph((graph) => withStride(graph, 'map_cls_8', 0)), /./],
    ];
    for (const [path, message] of tries) {
      await expect(detectOnce(path, picture)).rejects.toMatchObject(damaged(message));
    }
  });

  it('takes a score that is no number for no face', async () => {
    const path = faultyGraph((graph) =>
      ['cls_8', 'cls_16', 'cls_32'].reduce((made, name) => withWeights(made, `w_${name}`, Number.NaN), graph),
    );
    expect(await detectOnce(path, await readPicture(NOISE))).toEqual([]);
  });
});

async function detectOnce(path: string, picture: Awaited<ReturnType<typeof readPicture>>) {
  const detector = await openFaceDetector(path, 'faulty', YUNET);
  try {
    return await detector.detect(picture, never);
  } finally {
    await detector.close();
  }
}

const withInput = (graph: MadeGraph, shape: (number | string)[]): MadeGraph => ({
  ...graph,
  inputs: [{ ...graph.inputs[0]!, shape }],
});

const withStride = (graph: MadeGraph, output: string, stride: number): MadeGraph => ({
  ...graph,
  nodes: graph.nodes.map((node) =>
    node.outputs[0] === output ? { ...node, attributes: { strides: [stride, stride] } } : node,
  ),
});

const withWeights = (graph: MadeGraph, name: string, value: number): MadeGraph => ({
  ...graph,
  weights: graph.weights.map((each) =>
    each.name === name ? { ...each, data: (each.data as Float32Array).map(() => value) } : each,
  ),
});

describe.for(GRAPHS)('a detector of %s', (graph) => {
  it('takes pictures of any size', async () => {
    const detector = await openFaces(golden(`tiny-faces/${graph}`));
    for (const [width, height] of [
      [1, 1],
      [1, 700],
      [3000, 1],
      [129, 129],
      [700, 400],
    ] as const) {
      await expect(detector.detect(grey(width, height), never)).resolves.toBeInstanceOf(Array);
    }
  });

  it('gives two pictures at once what it gives each alone', async () => {
    const detector = await openFaces(golden(`tiny-faces/${graph}`));
    const noise = await readPicture(NOISE);
    const other = await readPicture(golden('pictures/checkerboard-300x200.png'));
    const alone = [await detector.detect(noise, never), await detector.detect(other, never)];
    expect(alone[0]).not.toEqual([]);
    const together = await Promise.all([detector.detect(noise, never), detector.detect(other, never)]);
    expect(together).toEqual(alone);
  });

  it('stops between two passes when asked to', async () => {
    const detector = await openFaces(golden(`tiny-faces/${graph}`));
    const control = new AbortController();
    // Larger than any input: two levels, so two passes at least.
    const picture = grey(2000, 1500);
    const running = detector.detect(picture, control.signal);
    control.abort();
    await expect(running).rejects.toMatchObject({ code: 'interrupted' });
  });
});
