import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ImageTextModel } from '../../src/domain/manifest/schema.ts';
import type { HubModel } from '../../src/domain/ports/model-source.ts';
import { tinyFile } from './golden.ts';
import { type MadeGraph, type MadeWeights, onnxFile } from './made-graph.ts';
import { type MadeModel, sha256 } from './made-models.ts';

/** Numbers of a made model's vectors. */
export const MADE_DIMENSION = 4;
const PICTURE_SIZE = 16;
/** Tokens of a made model's text. */
export const MADE_TOKENS = 8;

export const VISION_GRAPH = 'onnx/vision_model.onnx';
export const TEXT_GRAPH = 'onnx/text_model.onnx';

/** A picture tower: the mean of each colour, times a matrix of 3 × MADE_DIMENSION. */
export function visionGraph(weights: MadeWeights['data'] = ramp(3 * MADE_DIMENSION)): MadeGraph {
  return {
    inputs: [{ name: 'pixel_values', type: 'float32', shape: ['n', 3, PICTURE_SIZE, PICTURE_SIZE] }],
    outputs: [{ name: 'vectors', type: 'float32', shape: ['n', MADE_DIMENSION] }],
    weights: [
      { name: 'weights', shape: [3, MADE_DIMENSION], data: weights },
      { name: 'bias', shape: [MADE_DIMENSION], data: ramp(MADE_DIMENSION) },
    ],
    nodes: [
      { operator: 'GlobalAveragePool', inputs: ['pixel_values'], outputs: ['means'] },
      { operator: 'Flatten', inputs: ['means'], outputs: ['flat'] },
      { operator: 'MatMul', inputs: ['flat', 'weights'], outputs: ['product'] },
      { operator: 'Add', inputs: ['product', 'bias'], outputs: ['vectors'] },
    ],
  };
}

/** A text tower: the token ids times a matrix of MADE_TOKENS × MADE_DIMENSION. */
export function textGraph(weights: MadeWeights['data'] = ramp(MADE_TOKENS * MADE_DIMENSION)): MadeGraph {
  return {
    inputs: [{ name: 'input_ids', type: 'int64', shape: ['n', MADE_TOKENS] }],
    outputs: [{ name: 'vectors', type: 'float32', shape: ['n', MADE_DIMENSION] }],
    weights: [
      { name: 'weights', shape: [MADE_TOKENS, MADE_DIMENSION], data: weights },
      { name: 'bias', shape: [MADE_DIMENSION], data: ramp(MADE_DIMENSION) },
    ],
    nodes: [
      { operator: 'Cast', inputs: ['input_ids'], outputs: ['numbers'], attributes: { to: 1 } },
      { operator: 'MatMul', inputs: ['numbers', 'weights'], outputs: ['product'] },
      { operator: 'Add', inputs: ['product', 'bias'], outputs: ['vectors'] },
    ],
  };
}

/**
 * An image–text model that the program can really index and search with, small enough to make in a test.
 *
 * @param files beside, or instead of, its two graphs and its tokenizer
 */
export function madeSightModel(key: string, files: Readonly<Record<string, Uint8Array>> = {}): MadeModel {
  const contents = new Map<string, Uint8Array>([
    [VISION_GRAPH, onnxFile(visionGraph())],
    [TEXT_GRAPH, onnxFile(textGraph())],
    ['tokenizer.json', readFileSync(tinyFile('tokenizer.json'))],
    ...Object.entries(files),
  ]);
  const model: HubModel & ImageTextModel = {
    key,
    role: 'image-text',
    source: { kind: 'hub', repo: `makers/${key}`, revision: createHash('sha1').update(key).digest('hex') },
    licence: 'MIT',
    dtype: 'fp32',
    files: [...contents].map(([path, content]) => ({ path, bytes: content.length, sha256: sha256(content) })),
    config: {
      dimension: MADE_DIMENSION,
      vision: {
        graph: VISION_GRAPH,
        input: 'pixel_values',
        output: 'vectors',
        size: PICTURE_SIZE,
        resample: 'bilinear',
        crop: 'none',
        mean: [0.5, 0.5, 0.5],
        std: [0.5, 0.5, 0.5],
        quantization: 'none',
      },
      text: {
        graph: TEXT_GRAPH,
        input: 'input_ids',
        output: 'vectors',
        tokenizer: 'tokenizer.json',
        length: MADE_TOKENS,
        padId: 0,
        lowercase: false,
        quantization: 'none',
      },
      scoring: { kind: 'cosine' },
      languages: ['*'],
    },
  };
  return { model, contents };
}

/** Small numbers, no two of them alike. */
export function ramp(count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, index) => (index + 1) / (count + 1));
}
