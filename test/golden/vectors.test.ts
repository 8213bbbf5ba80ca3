import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createImageReader } from '../../src/adapters/image/create-image-reader.ts';
import type { GraphUse } from '../../src/adapters/inference/open-graph.ts';
import { openImageEncoder } from '../../src/adapters/inference/open-image-encoder.ts';
import { openTextEncoder } from '../../src/adapters/inference/open-text-encoder.ts';
import type { RgbImage } from '../../src/domain/frame.ts';
import type { ImageTextModel } from '../../src/domain/manifest/schema.ts';
import type { ImageEncoder, TextEncoder } from '../../src/domain/ports/encoders.ts';
import { confidenceOf } from '../../src/domain/ranking.ts';
import { dot, type UnitVector } from '../../src/domain/vector.ts';
import {
  golden,
  goldenJson,
  goldenRows,
  goldenUnits,
  TINY,
  TINY_QUANTIZED,
  tinyFile,
} from '../support/golden.ts';

interface Rows<T> {
  readonly file: string;
  readonly of: readonly T[];
}

const index = goldenJson<{
  dimension: number;
  pictures: Rows<string>;
  strings: Rows<number>;
  probabilities: { file: string; columns: number };
  quantizedPictures: Rows<string>;
  quantizedStrings: Rows<number>;
}>('vectors.json');
const { strings } = goldenJson<{ strings: string[] }>('strings.json');
const never = new AbortController().signal;

function read(names: readonly string[]): Promise<RgbImage[]> {
  const reader = createImageReader();
  const { size, crop, resample } = TINY.config.vision;
  return Promise.all(
    names.map((name) => reader.readForModel(golden(`pictures/${name}`), { modelSize: size, crop, resample })),
  );
}

function openPictures({ config, key }: ImageTextModel, use: GraphUse = {}): Promise<ImageEncoder> {
  return openImageEncoder(tinyFile(config.vision.graph), key, config, use);
}

function openTexts({ config, key }: ImageTextModel, use: GraphUse = {}): Promise<TextEncoder> {
  const files = { graph: tinyFile(config.text.graph), tokenizer: tinyFile(config.text.tokenizer) };
  return openTextEncoder(files, key, config, use);
}

function leastCosine(ours: readonly UnitVector[], reference: readonly UnitVector[]): number {
  expect(ours).toHaveLength(reference.length);
  return Math.min(...ours.map((vector, i) => dot(vector, reference[i]!)));
}

describe.each([
  ['float', 'many', TINY, index.pictures, index.strings, 0.9999],
  ['float', 'few', TINY, index.pictures, index.strings, 0.9999],
  ['quantised', 'many', TINY_QUANTIZED, index.quantizedPictures, index.quantizedStrings, 0.999],
  ['quantised', 'few', TINY_QUANTIZED, index.quantizedPictures, index.quantizedStrings, 0.999],
] as const)('the %s graphs, opened for %s runs,', (_, runs, model, pictures, texts, least) => {
  let images: ImageEncoder;
  let words: TextEncoder;
  beforeAll(async () => {
    [images, words] = await Promise.all([openPictures(model, { runs }), openTexts(model, { runs })]);
  });
  afterAll(async () => {
    await Promise.all([images.close(), words.close()]);
  });

  it('give pictures the reference vectors', async () => {
    const ours = await images.embedImages(await read(pictures.of), never);
    expect(leastCosine(ours, goldenUnits(pictures.file, index.dimension))).toBeGreaterThanOrEqual(least);
  });

  it('give texts the reference vectors', async () => {
    const ours = await words.embedTexts(
      texts.of.map((at) => strings[at]!),
      never,
    );
    expect(leastCosine(ours, goldenUnits(texts.file, index.dimension))).toBeGreaterThanOrEqual(least);
  });

  it('give a picture the same vector whatever its company', async () => {
    const five = await read(index.pictures.of.slice(3, 8));
    const together = await images.embedImages(five, never);
    const alone: UnitVector[] = [];
    for (const image of five) alone.push((await images.embedImages([image], never))[0]!);
    const worst = Math.max(
      ...together.flatMap((vector, i) => [...vector].map((value, j) => Math.abs(value - alone[i]![j]!))),
    );
    // A quantised graph scales its numbers over all that it is given at once: it may only ever be given one.
    if (model === TINY_QUANTIZED) expect([images.batchSize, worst]).toEqual([1, 0]);
    else expect(worst).toBeLessThanOrEqual(1e-5);
  });

  it('stop between pictures when asked to', async () => {
    const stopped = AbortSignal.abort(130);
    await expect(images.embedImages(await read(['exact-64x64.png']), stopped)).rejects.toMatchObject({
      code: 'interrupted',
    });
  });
});

describe('confidenceOf', () => {
  it('gives the reference probability of each picture with each text', () => {
    const pictures = goldenUnits(index.pictures.file, index.dimension);
    const texts = goldenUnits(index.strings.file, index.dimension);
    const reference = goldenRows(index.probabilities.file, index.probabilities.columns);
    let worst = 0;
    pictures.forEach((picture, row) => {
      texts.forEach((text, column) => {
        const ours = confidenceOf(picture, { wanted: [text], unwanted: [] }, TINY.config.scoring)!;
        worst = Math.max(worst, Math.abs(ours - reference[row]![column]!));
      });
    });
    expect(worst).toBeLessThanOrEqual(1e-5);
  });
});

it('a graph that the runtime refuses is a damaged model', async () => {
  await expect(openImageEncoder(golden('strings.json'), 'tiny', TINY.config)).rejects.toMatchObject({
    code: 'model-damaged',
  });
});
