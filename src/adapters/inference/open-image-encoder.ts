import { Tensor } from 'onnxruntime-node';
import { HeimdexError, throwIfInterrupted } from '../../domain/errors.ts';
import type { RgbImage } from '../../domain/frame.ts';
import type { ImageTextConfig } from '../../domain/manifest/schema.ts';
import type { ImageEncoder } from '../../domain/ports/encoders.ts';
import { type UnitVector, unit } from '../../domain/vector.ts';
import { type GraphUse, openGraph } from './open-graph.ts';

/** Larger batches gained nothing on two cores and cost memory. */
const FLOAT_BATCH = 4;

/** Opens the picture tower of an image–text model. */
export async function openImageEncoder(
  graphPath: string,
  name: string,
  config: ImageTextConfig,
  use: GraphUse = {},
): Promise<ImageEncoder> {
  const { vision, dimension } = config;
  const graph = await openGraph(graphPath, name, use);
  const embedBatch = async (images: readonly RgbImage[]): Promise<UnitVector[]> => {
    const input = new Tensor('float32', toPixelValues(images, vision), [
      images.length,
      3,
      vision.size,
      vision.size,
    ]);
    const output = await graph.run({ [vision.input]: input }, vision.output);
    return rowsOf(output, images.length, dimension, name);
  };
  const batchSize = vision.quantization === 'dynamic' ? 1 : FLOAT_BATCH;
  return {
    batchSize,
    async embedImages(images, signal) {
      const vectors: UnitVector[] = [];
      for (let start = 0; start < images.length; start += batchSize) {
        throwIfInterrupted(signal);
        vectors.push(...(await embedBatch(images.slice(start, start + batchSize))));
      }
      return vectors;
    },
    busyMilliseconds: graph.busyMilliseconds,
    close: graph.close,
  };
}

/**
 * Pictures as the model's input: channel by channel, `(value/255 − mean)/std`, rounded to 32 bits after each step in the
 * order of transformers' processors. Quantised graphs sit on rounding ties where another order gives another vector.
 *
 * @returns images · 3 · size · size floats
 */
export function toPixelValues(
  images: readonly RgbImage[],
  vision: ImageTextConfig['vision'],
): Float32Array<ArrayBuffer> {
  const plane = vision.size * vision.size;
  const values = new Float32Array(images.length * 3 * plane);
  // 256 grey levels a channel: looked up, not computed again for every pixel.
  const tables = vision.mean.map((mean, channel) =>
    Float32Array.from(
      { length: 256 },
      (_, level) =>
        Math.fround(Math.fround(level * (1 / 255)) - Math.fround(mean)) / Math.fround(vision.std[channel]!),
    ),
  );
  images.forEach(({ width, height, pixels }, index) => {
    if (width !== vision.size || height !== vision.size) {
      throw new RangeError(`a picture of ${width}×${height} for a model of ${vision.size}×${vision.size}`);
    }
    for (let channel = 0; channel < 3; channel++) {
      const table = tables[channel]!;
      const start = (index * 3 + channel) * plane;
      for (let i = 0; i < plane; i++) values[start + i] = table[pixels[i * 3 + channel]!]!;
    }
  });
  return values;
}

/**
 * The rows of an output `(count, dimension)`, each scaled to length 1.
 *
 * @throws HeimdexError `model-damaged` where there are more or fewer numbers, or a row has no direction
 */
export function rowsOf(output: Tensor, count: number, dimension: number, name: string): UnitVector[] {
  const data = output.data as Float32Array;
  if (data.length !== count * dimension) {
    throw unusable(name, `${data.length} numbers for ${count} vectors of ${dimension}`);
  }
  return Array.from({ length: count }, (_, row) => {
    try {
      return unit(data.subarray(row * dimension, (row + 1) * dimension));
    } catch (error) {
      throw unusable(name, (error as Error).message, error);
    }
  });
}

function unusable(name: string, what: string, cause?: unknown): HeimdexError {
  return new HeimdexError('model-damaged', `the model ${name} gave what is no vector: ${what}`, {
    hint: `heimdex models verify --deep ${name}`,
    cause,
  });
}
