import { HeimdexError } from './errors.ts';
import { digestOf } from './manifest/digest-of.ts';
import type { FaceModel, ImageTextModel, TextModel } from './manifest/schema.ts';

/** What fixes the vectors of a space: any two vectors with the same identity may be compared. */
export interface SpaceIdentity {
  readonly model: string;
  readonly revision: string;
  /** sha256 or git blob id of the weights that made the stored vectors. */
  readonly weights: string;
  /** The preprocessing that the weights were fed through, as canonical JSON. */
  readonly preprocessing: string;
  readonly dimension: number;
}

/** A space that a library holds. */
export interface Space extends SpaceIdentity {
  readonly id: number;
  readonly vectors: number;
  /** What its vectors stand for: pictures, passages of what was said, or faces followed through a shot. */
  readonly holds: 'frames' | 'passages' | 'tracks';
}

/**
 * The space of an image–text model's pictures. The text tower is no part of it: it may be replaced by another number
 * format of the same model without touching stored vectors.
 */
export function sightSpaceOf(model: ImageTextModel): SpaceIdentity {
  const { vision, dimension } = model.config;
  const file = model.files.find((candidate) => candidate.path === vision.graph)!;
  const { size, resample, crop, mean, std, output } = vision;
  return {
    model: model.key,
    revision: model.source.revision,
    weights: digestOf(file).hex,
    preprocessing: JSON.stringify({ size, resample, crop, mean, std, output }),
    dimension,
  };
}

/**
 * The space of a text model's passages. Queries go the same way as passages, so that all that turns a text into a vector
 * is part of it, the tokenizer too.
 */
export function passageSpaceOf(model: TextModel): SpaceIdentity {
  const { graph, tokenizer, output, pooling, maxTokens, dimension } = model.config;
  const hex = (path: string) => digestOf(model.files.find((file) => file.path === path)!).hex;
  // Weights may lie in files beside the graph.
  const others = model.files.filter(({ path }) => path !== graph && path !== tokenizer);
  return {
    model: model.key,
    revision: model.source.revision,
    weights: [hex(graph), ...others.map((file) => digestOf(file).hex)].join('+'),
    preprocessing: JSON.stringify({ tokenizer: hex(tokenizer), output, pooling, maxTokens }),
    dimension,
  };
}

/** The space of faces that a model for recognition tells apart: how they are aligned is part of it. */
export function faceSpaceOf(model: FaceModel): SpaceIdentity {
  const { graph, dimension, size, channelOrder, landmarks } = model.config;
  const file = model.files.find((candidate) => candidate.path === graph)!;
  return {
    model: model.key,
    revision: model.source.revision,
    weights: digestOf(file).hex,
    preprocessing: JSON.stringify({ size, channelOrder, landmarks }),
    dimension,
  };
}

/** Whether vectors of the two spaces may be compared. The model's name plays no part: the weights do. */
export function isSameSpace(a: SpaceIdentity, b: SpaceIdentity): boolean {
  return a.weights === b.weights && a.preprocessing === b.preprocessing && a.dimension === b.dimension;
}

/** The error for a library whose vectors the chosen model can't be compared with. */
export function otherModelError(
  library: string,
  wanted: SpaceIdentity,
  held: readonly SpaceIdentity[],
): HeimdexError {
  const names =
    held.map((space) => `${space.model} at ${space.revision.slice(0, 7)}`).join(', ') || 'no pictures at all';
  return new HeimdexError(
    'library-other-model',
    `${library} was indexed with ${names}, not with ${wanted.model} at ${wanted.revision.slice(0, 7)}`,
    {
      hint: `index again with this model (heimdex index FOLDER), or name the library that fits with --db FILE`,
    },
  );
}
