import type { ImageTextModel } from '../../domain/manifest/schema.ts';
import type { CalibrationReader } from '../../domain/ports/calibration.ts';
import type { ImageEncoder, TextEncoder } from '../../domain/ports/encoders.ts';
import type { SearchStore } from '../../domain/ports/library.ts';
import type { ImageReader } from '../../domain/ports/media.ts';
import { isSameSpace, otherModelError, type Space, sightSpaceOf } from '../../domain/space.ts';
import type { UnitVector } from '../../domain/vector.ts';
import { createTextVectors, type TextVectors } from './embed-terms.ts';

/** The model for pictures, and what it takes to ask it. */
export interface SightTools {
  readonly model: ImageTextModel;
  readonly imageReader: ImageReader;
  readonly openTextEncoder: () => Promise<TextEncoder>;
  readonly openImageEncoder: () => Promise<ImageEncoder>;
}

/** A model for pictures that stays open between queries. */
export interface OpenSight {
  readonly model: ImageTextModel;
  readonly space: Space;
  readonly texts: TextVectors;
  /** Vectors of picture files, in order. */
  embedPictures(paths: readonly string[], signal: AbortSignal): Promise<UnitVector[]>;
  /** Frames of the library spread evenly. */
  readonly sample: () => readonly UnitVector[];
  /** The mean of the library's frames: its product with a vector is what that scores on an ordinary frame. */
  readonly mean: () => Float32Array;
  close(): Promise<void>;
}

/** What of a library is asked for pictures. */
export interface SearchedLibrary {
  readonly store: SearchStore;
  readonly calibrations: CalibrationReader;
  /** The library's file. */
  readonly library: string;
}

/** As many frames tell a mean score to 3 % of its spread. */
const SAMPLE = 1024;

/**
 * Finds the space of a library that a model can be asked in.
 *
 * @throws HeimdexError `library-other-model` where the library was indexed with another model
 */
export function openSight(tools: SightTools, { store, calibrations, library }: SearchedLibrary): OpenSight {
  const { model } = tools;
  const spaces = store.spaces();
  const wanted = sightSpaceOf(model);
  const space = spaces.find((candidate) => isSameSpace(candidate, wanted));
  if (space === undefined) throw otherModelError(library, wanted, spaces);
  const texts = createTextVectors(tools.openTextEncoder);
  let encoder: Promise<ImageEncoder> | undefined;
  let sample: readonly UnitVector[] | undefined;
  let mean: Float32Array | undefined;
  return {
    model,
    space,
    texts,
    async embedPictures(paths, signal) {
      if (paths.length === 0) return [];
      const { vision } = model.config;
      const form = { modelSize: vision.size, crop: vision.crop, resample: vision.resample };
      // Before the model is loaded: a file that is no picture is told at once.
      const images = await Promise.all(paths.map((path) => tools.imageReader.readForModel(path, form)));
      encoder ??= tools.openImageEncoder();
      return (await encoder).embedImages(images, signal);
    },
    sample() {
      sample ??= store.sample(space, SAMPLE);
      return sample;
    },
    mean() {
      mean ??= calibrations.statisticsOf(space)?.libraryMean ?? meanOf(this.sample(), space.dimension);
      return mean;
    },
    async close() {
      await texts.close();
      await (await encoder)?.close();
    },
  };
}

function meanOf(vectors: readonly UnitVector[], dimension: number): Float32Array {
  const mean = new Float32Array(dimension);
  for (const vector of vectors) for (let i = 0; i < dimension; i++) mean[i]! += vector[i]! / vectors.length;
  return mean;
}
