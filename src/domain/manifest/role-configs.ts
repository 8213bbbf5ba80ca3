import { name, path } from './names.ts';
import { boolean, integer, list, number, numbers, object, oneOf, optional, text, variant } from './shape.ts';

// What a manifest states of a model's graphs and constants, role by role.

/**
 * `dynamic`: the graph scales activations over the whole batch, so an item's vector depends on its company;
 * such graphs are run one item at a time (docs/decisions/004).
 */
const quantization = oneOf('none', 'dynamic');
const channels = numbers<readonly [number, number, number]>(3);
/** Codes of ISO 639-1; `"*"` stands for the many languages of a multilingual model. */
const languages = list(text({ max: 20 }), 1, 200);
const dimension = integer(1, 8192);
const sampleRate = integer(8000, 192_000);

export const imageText = object({
  dimension,
  vision: object({
    graph: path,
    input: name,
    output: name,
    /** Width and height of the square input, pixels. */
    size: integer(16, 2048),
    resample: oneOf('bilinear', 'bicubic'),
    /** `none`: squeezed to the square; `center`: the short side scaled to the size, the middle cut out. */
    crop: oneOf('none', 'center'),
    mean: channels,
    std: channels,
    quantization,
  }),
  text: object({
    graph: path,
    input: name,
    output: name,
    tokenizer: path,
    /** Tokens of the fixed-length input. */
    length: integer(2, 8192),
    padId: integer(0, 10_000_000),
    lowercase: boolean,
    quantization,
  }),
  /** How a cosine becomes a probability: `sigmoid(exp(logScale)·cos + bias)`, or not at all. */
  scoring: variant(
    'kind',
    ['sigmoid', 'cosine'],
    [
      object({ kind: oneOf('sigmoid'), logScale: number(), bias: number() }),
      object({ kind: oneOf('cosine') }),
    ],
  ),
  languages,
});

export const textVectors = object({
  dimension,
  graph: path,
  tokenizer: path,
  output: name,
  /** Which token states become the vector: the mean of all, or the first alone. */
  pooling: oneOf('mean', 'first'),
  maxTokens: integer(8, 8192),
  quantization,
  languages,
});

export const speech = object({
  encoder: path,
  decoder: path,
  /** The decoder gives its cross attentions, from which the times of single words follow. */
  wordTimes: boolean,
  /** Sampling rate of the input, Hz. */
  sampleRate,
  /** Length of the encoder's window, seconds. */
  windowSeconds: integer(1, 3600),
  quantization,
  languages,
});

export const faceDetection = object({
  graph: path,
  /** Width and height of the fixed input, pixels; absent where the graph takes any multiple of 32. */
  size: optional(integer(32, 4096)),
  channelOrder: oneOf('bgr'),
  strides: list(integer(1, 1024), 1, 8),
  scoreThreshold: number(0, 1),
  overlapThreshold: number(0, 1),
});

export const faceRecognition = object({
  graph: path,
  dimension,
  /** Width and height of the aligned face, pixels. */
  size: integer(16, 2048),
  channelOrder: oneOf('rgb'),
  /** Where the five landmarks lie in the aligned face, pixels, in the order that the detector gives them. */
  landmarks: list(numbers<readonly [number, number]>(2), 5, 5),
  /** Two faces of one person have at least this cosine. */
  samePersonCosine: number(-1, 1),
});

export const voiceActivity = object({
  graph: path,
  sampleRate,
  windowSamples: integer(1, 192_000),
  contextSamples: integer(0, 192_000),
});

export const reranker = object({
  graph: path,
  tokenizer: path,
  maxTokens: integer(8, 8192),
  quantization,
  languages,
});
