/** Filters and stride of each pair of a convolution by channel and one across channels: MobileNet v1. */
const LAYERS = [
  [64, 1],
  [128, 2],
  [128, 1],
  [256, 2],
  [256, 1],
  [512, 2],
  ...Array(5).fill([512, 1]),
  [1024, 2],
  [1024, 1],
];
const DIMENSION = 128;
const SIZE = 112;

/**
 * A network of the layers of OpenCV's SFace with random weights, as test/support/made-graph.ts writes it.
 *
 * @param batch 1, or a name: any number of faces at once
 */
export function madeRecogniser(batch) {
  const [weights, nodes] = [[], []];
  let [channels, side, last] = [3, SIZE, 'data'];
  const layer = (filters, kernel, stride, group) => {
    const name = `layer${nodes.length}`;
    const inputs = channels / group;
    weights.push(random(`w_${name}`, [filters, inputs, kernel, kernel], inputs * kernel * kernel));
    const pad = (kernel - 1) / 2;
    nodes.push({
      operator: 'Conv',
      inputs: [last, `w_${name}`],
      outputs: [name],
      attributes: { strides: [stride, stride], pads: [pad, pad, pad, pad], group },
    });
    nodes.push({ operator: 'Relu', inputs: [name], outputs: [`${name}_bent`] });
    last = `${name}_bent`;
    channels = filters;
    side /= stride;
  };
  layer(32, 3, 1, 1);
  for (const [filters, stride] of LAYERS) {
    layer(channels, 3, stride, channels);
    layer(filters, 1, 1, 1);
  }
  const numbers = channels * side * side;
  weights.push(random('matrix', [numbers, DIMENSION], numbers));
  nodes.push({ operator: 'Flatten', inputs: [last], outputs: ['flat'] });
  nodes.push({ operator: 'MatMul', inputs: ['flat', 'matrix'], outputs: ['fc1'] });
  return {
    inputs: [{ name: 'data', type: 'float32', shape: [batch, 3, SIZE, SIZE] }],
    outputs: [{ name: 'fc1', type: 'float32', shape: [batch, DIMENSION] }],
    weights,
    nodes,
  };
}

/** Uniform numbers that keep the spread of what goes through a layer of so many inputs and a bend at zero. */
function random(name, shape, inputs) {
  const data = new Float32Array(shape.reduce((product, length) => product * length, 1));
  const spread = Math.sqrt(6 / inputs);
  let state = shape.length + inputs;
  for (let i = 0; i < data.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    data[i] = (state / 2 ** 31 - 1) * spread;
  }
  return { name, shape, data };
}
