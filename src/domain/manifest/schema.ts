import type { z } from 'zod';
import { hex, key, repo, revision } from './names.ts';
import { isSafeRelativePath } from './safe-path.ts';
import {
  boolean,
  integer,
  list,
  number,
  numbers,
  object,
  oneOf,
  optional,
  record,
  text,
  variant,
} from './shape.ts';

const MAX_FILES = 64;
const MAX_MODELS = 1000;
const MAX_PROFILES = 100;

/** `.part` is the name of a file that is not yet whole, `.bad` of one that was damaged and has been replaced. */
const path = text({
  max: 255,
  accepts: (value) => isSafeRelativePath(value) && !/\.(?:part|bad)(?:\/|$)/i.test(value),
  expected: 'a relative path with "/" that stays inside the model, with no name that ends in .part or .bad',
});
const name = text({ max: 80 });

interface FileBySha256 {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}
interface FileByGitSha1 {
  readonly path: string;
  readonly bytes: number;
  readonly gitSha1: string;
}

/** A single file may be this large: several times the largest published weight file of the models in use. */
const bytes = integer(0, 16 * 1024 ** 3);

/** A file's content is fixed by its sha256, or, where none is published, by its git blob id. */
const file = object({
  path,
  bytes,
  sha256: optional(hex(64)),
  gitSha1: optional(hex(40)),
})
  .superRefine(({ sha256, gitSha1 }, context) => {
    if ((sha256 === undefined) !== (gitSha1 === undefined)) return;
    const message =
      sha256 === undefined ? 'the key sha256 is missing' : 'expected sha256 or gitSha1, not both';
    context.addIssue({ code: 'custom', message });
  })
  .transform((value) => value as FileBySha256 | FileByGitSha1);

const source = variant(
  'kind',
  ['hub', 'bundled', 'local'],
  [
    object({
      kind: oneOf('hub'),
      repo,
      revision: hex(40),
    }),
    /** Files that the package brings with it, in a folder of the package. */
    object({ kind: oneOf('bundled'), folder: path, revision: hex(40) }),
    /** Files that `heimdex models add` took from a folder; the revision names their content. */
    object({ kind: oneOf('local'), revision: hex(40) }),
  ],
);

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

const imageText = object({
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

const textVectors = object({
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

const speech = object({
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

const faceDetection = object({
  graph: path,
  /** Width and height of the fixed input, pixels; absent where the graph takes any multiple of 32. */
  size: optional(integer(32, 4096)),
  channelOrder: oneOf('bgr'),
  strides: list(integer(1, 1024), 1, 8),
  scoreThreshold: number(0, 1),
  overlapThreshold: number(0, 1),
});

const faceRecognition = object({
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

const voiceActivity = object({
  graph: path,
  sampleRate,
  windowSamples: integer(1, 192_000),
  contextSamples: integer(0, 192_000),
});

const reranker = object({
  graph: path,
  tokenizer: path,
  maxTokens: integer(8, 8192),
  quantization,
  languages,
});

export const ROLES = [
  'speech',
  'text',
  'image-text',
  'face-detection',
  'face-recognition',
  'voice-activity',
  'reranker',
] as const;

function models<S extends z.ZodType, F extends z.ZodType>(from: S, item: F) {
  const common = {
    source: from,
    licence: name,
    /** Number format of the weights, in words a person reads. */
    dtype: name,
    files: list(item, 1, MAX_FILES),
  };
  return variant('role', ROLES, [
    object({ role: oneOf('speech'), ...common, config: speech }),
    object({ role: oneOf('text'), ...common, config: textVectors }),
    object({ role: oneOf('image-text'), ...common, config: imageText }),
    object({ role: oneOf('face-detection'), ...common, config: faceDetection }),
    object({ role: oneOf('face-recognition'), ...common, config: faceRecognition }),
    object({ role: oneOf('voice-activity'), ...common, config: voiceActivity }),
    object({ role: oneOf('reranker'), ...common, config: reranker }),
  ]);
}

const model = models(source, file);

/** An entry whose files or commit `heimdex models lock` has still to pin. */
const unpinnedModel = models(
  object({ kind: oneOf('hub'), repo, revision }),
  object({ path, bytes: optional(bytes), sha256: optional(hex(64)), gitSha1: optional(hex(40)) }),
);
export const unpinnedSchema = record(key, unpinnedModel, MAX_MODELS);

const profile = object({
  speech: optional(key),
  text: optional(key),
  'image-text': optional(key),
  'face-detection': optional(key),
  'face-recognition': optional(key),
  'voice-activity': optional(key),
  reranker: optional(key),
});

export const manifestSchema = object({
  schemaVersion: oneOf(1),
  models: record(key, model, MAX_MODELS),
  profiles: record(key, profile, MAX_PROFILES),
});

export type UnpinnedModel = z.infer<typeof unpinnedModel>;
/** `unpinned`: entries of the user's that nothing but `models lock` may work with. */
export type Manifest = z.infer<typeof manifestSchema> & {
  readonly unpinned?: Readonly<Record<string, UnpinnedModel>>;
};
export type ModelFile = z.infer<typeof file>;
export type ModelRole = (typeof ROLES)[number];
/** A model as the manifest describes it, with its key. */
export type Model = z.infer<typeof model> & { readonly key: string };
export type ImageTextModel = Extract<Model, { role: 'image-text' }>;
export type ImageTextConfig = z.infer<typeof imageText>;
export type TextConfig = z.infer<typeof textVectors>;
export type SpeechConfig = z.infer<typeof speech>;
