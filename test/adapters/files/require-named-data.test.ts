import { describe, expect, it } from 'vitest';
import { createModelStore } from '../../../src/adapters/files/create-model-store.ts';
import { type MadeGraph, onnxFile } from '../../support/made-graph.ts';
import { install } from '../../support/made-models.ts';
import { MADE_DIMENSION, madeSightModel, VISION_GRAPH, visionGraph } from '../../support/made-sight-model.ts';
import { failure } from '../../support/pull-rig.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const visionFrom = (location: string) => onnxFile(visionGraph({ location, length: 12 * MADE_DIMENSION }));

describe('weights that the manifest does not name', () => {
  const inner: MadeGraph = {
    inputs: [],
    outputs: [{ name: 'x', type: 'float32', shape: [1] }],
    weights: [{ name: 'x', shape: [1], data: { location: '../x', length: 4 } }],
    nodes: [],
  };
  const constant = { name: 'value', shape: [1], data: { location: '../x', length: 4 } } as const;
  const hidden = (operator: string, attributes: object): MadeGraph => {
    const graph = visionGraph();
    const node = { operator, inputs: [], outputs: ['more'], attributes: attributes as never };
    return { ...graph, nodes: [...graph.nodes, node] };
  };

  it.each([
    ['a constant', hidden('Constant', { value: constant })],
    ['a branch of a graph', hidden('If', { then_branch: inner })],
    ['a branch of a branch', hidden('If', { else_branch: hidden('If', { then_branch: inner }) })],
  ])('C5 is refused where they hide in %s', async (_, graph) => {
    expect((await refusalOf(onnxFile(graph))).message).toContain('wants weights from "../x"');
  });

  it.each([
    ['empty', '', 'wants weights from ""'],
    ['in the memory of the process', '*/_ORT_MEM_ADDR_/*', 'wants weights from "*/_ORT_MEM_ADDR_/*"'],
    ['written in another way', './more', 'wants weights from "./more"'],
  ])('C5 is refused where their name is %s', async (_, location, message) => {
    expect((await refusalOf(visionFrom(location))).message).toContain(message);
  });

  it.each([
    ['cut off', (whole: Buffer) => whole.subarray(0, -3), 'beyond the message'],
    ['no graph', () => Buffer.from('<html>Please sign in</html>'), 'wire type'],
    ['of endless depth', () => nested(300), 'too deep'],
    ['a number without end', () => Buffer.alloc(20, 255), 'no end'],
  ])('C5 a file that is %s is refused before the runtime sees it', async (_, change, message) => {
    const { code, message: words } = await refusalOf(change(onnxFile(visionGraph())));
    expect(code).toBe('model-damaged');
    expect(words).toMatch(
      new RegExp(`^the model made can't be used: ${VISION_GRAPH} is no ONNX file: .*${message}`),
    );
  });
});

/** How the store refuses to open a model with this picture tower. */
function refusalOf(graph: Uint8Array) {
  const home = tempFolder();
  const made = madeSightModel('made', { [VISION_GRAPH]: graph });
  install(home, made);
  const store = createModelStore({ home, packageFolder: home });
  return failure(store.open(made.model, new AbortController().signal));
}

/** Graphs in attributes of nodes of graphs, without an end. */
function nested(depth: number): Buffer {
  const field = (number: number, content: Buffer) =>
    Buffer.concat([
      Buffer.from([number * 8 + 2, (content.length & 127) | 128, (content.length >> 7) & 127]),
      content,
    ]);
  let message = Buffer.alloc(0);
  for (let i = 0; i < depth; i++) message = field(1, field(5, field(6, message)));
  return field(7, message);
}
