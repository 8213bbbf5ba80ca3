import type { RgbImage } from '../frame.ts';
import type { UnitVector } from '../vector.ts';

/** The picture side of an image–text model. */
export interface ImageEncoder {
  /** How many pictures may go through at once without changing each other's vector; 1 for dynamically quantised graphs. */
  readonly batchSize: number;
  /** One vector a picture, in order. Pictures have the model's size. */
  embedImages(images: readonly RgbImage[], signal: AbortSignal): Promise<UnitVector[]>;
  /** Time spent inside the inference library so far, milliseconds. */
  busyMilliseconds(): number;
  close(): Promise<void>;
}

/** The text side of an image–text model. */
export interface TextEncoder {
  /** One vector a text, in order. */
  embedTexts(texts: readonly string[], signal: AbortSignal): Promise<UnitVector[]>;
  close(): Promise<void>;
}

/** Judges how well passages answer a question: a cross-encoder, which reads both at once. */
export interface Reranker {
  /** One score a passage, in order: the sigmoid of the model's logit, 0…1. */
  score(question: string, passages: readonly string[], signal: AbortSignal): Promise<number[]>;
  close(): Promise<void>;
}
