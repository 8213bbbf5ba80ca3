import { describe, expect, test } from 'vitest';
import { onnxFile } from '../support/made-graph.ts';
import {
  MADE_DIMENSION,
  MADE_TOKENS,
  madeSightModel,
  TEXT_GRAPH,
  textGraph,
  VISION_GRAPH,
  visionGraph,
} from '../support/made-sight-model.ts';
import { sightRig } from '../support/sight-rig.ts';

const filled = (count: number, value: number) => new Float32Array(count).fill(value);

/** The tower's weights and its bias, all of one value. */
function towers(value: number) {
  const [vision, text] = [
    visionGraph(filled(3 * MADE_DIMENSION, value)),
    textGraph(filled(MADE_TOKENS * MADE_DIMENSION, value)),
  ].map((graph) => ({
    ...graph,
    weights: graph.weights.map((each) =>
      each.name === 'bias' ? { ...each, data: filled(MADE_DIMENSION, value) } : each,
    ),
  }));
  return { vision: onnxFile(vision!), text: onnxFile(text!) };
}

describe('a model whose vectors are none', () => {
  test.each([
    ['not numbers', Number.NaN],
    ['infinite', Number.POSITIVE_INFINITY],
    ['zero', 0],
  ])(
    'B15 because they are %s: index and search refuse it with 5, and nothing is stored',
    async (_, value) => {
      const odd = towers(value);
      const seeing = sightRig(madeSightModel('made', { [VISION_GRAPH]: odd.vision }));
      const indexed = await seeing.run([...seeing.verbs.index, '--json']);
      expect(indexed.code, indexed.stderr).toBe(5);
      expect(JSON.parse(indexed.stderr)).toMatchObject({
        code: 'model-damaged',
        message: expect.stringMatching(/^the model made gave what is no vector: /),
        try: 'heimdex models verify --deep made',
      });
      const status = await seeing.run(['status', '--json']);
      expect(JSON.parse(status.stdout)).toMatchObject({ frames: 0, spaces: [{ vectors: 0 }] });
      const reading = sightRig(madeSightModel('made', { [TEXT_GRAPH]: odd.text }));
      await reading.index();
      const found = await reading.run([...reading.verbs.search, '--json']);
      expect(found.code, found.stderr).toBe(5);
      expect(JSON.parse(found.stderr)).toMatchObject({ code: 'model-damaged' });
    },
  );

  test('B15 because they are of another dimension: refused with 5', async () => {
    const made = madeSightModel('made');
    const model = { ...made.model, config: { ...(made.model as { config: object }).config, dimension: 5 } };
    const rig = sightRig({ ...made, model: model as typeof made.model });
    const { code, stderr } = await rig.run([...rig.verbs.index, '--json']);
    expect(code, stderr).toBe(5);
    expect(JSON.parse(stderr).message).toMatch(/gave what is no vector: \d+ numbers for \d+ vectors of 5$/);
  });

  test.each(['0', '10001', '-1', 'NaN'])(
    'B15 a number of results that can’t be, %s: refused with 2',
    async (limit) => {
      const rig = sightRig(madeSightModel('made'));
      const { code, stderr } = await rig.run([...rig.verbs.search, `--limit=${limit}`]);
      expect(code).toBe(2);
      expect(stderr).toContain('Expected a whole number from 1 to 10000');
    },
  );
});
