import { Tensor } from 'onnxruntime-node';
import { HeimdexError } from '../../domain/errors.ts';
import type { DetectedFace } from '../../domain/face.ts';
import { decodeFaces, type FaceGrid } from '../../domain/faces/decode-faces.ts';
import type { Size } from '../../domain/fit-inside.ts';
import type { Model } from '../../domain/manifest/schema.ts';
import { floatsOf } from './floats-of.ts';
import { type GraphSession, openGraph } from './open-graph.ts';

export type FaceDetectionConfig = Extract<Model, { role: 'face-detection' }>['config'];

/** YuNet alone: one picture of the right size in, faces out. */
export interface FaceGraph {
  /** Width and height of the only input it takes, pixels; undefined where it takes any multiple of the largest stride. */
  readonly fixedSize: number | undefined;
  /** Sides of an input are multiples of this, pixels. */
  readonly multiple: number;
  /**
   * All candidates above the configured score, before non-maximum suppression, in pixels of the input.
   *
   * @param planes 3 · height · width numbers from 0 to 255, channel by channel in the configured order
   * @throws HeimdexError `model-damaged` where the graph gives what no face detector gives
   */
  run(planes: Float32Array, size: Size): Promise<DetectedFace[]>;
  busyMilliseconds(): number;
  close(): Promise<void>;
}

/** Numbers a cell of each kind of grid. */
const KINDS = { cls: 1, obj: 1, bbox: 4, kps: 10 } as const;

/**
 * Opens YuNet. Whether it takes one size or any is read from its graph.
 *
 * @throws HeimdexError `model-damaged` where the runtime refuses the file, or it is no graph of this kind
 */
export async function openFaceGraph(
  path: string,
  name: string,
  { strides, scoreThreshold }: FaceDetectionConfig,
  threads = 0,
): Promise<FaceGraph> {
  const refuse = (what: string, cause?: unknown) =>
    new HeimdexError('model-damaged', `the model ${name} is no face detector of this kind: ${what}`, {
      hint: `heimdex models verify --deep ${name}`,
      cause,
    });
  const graph = await openGraph(path, name, { threads });
  const names = strides.flatMap((stride) => Object.keys(KINDS).map((kind) => `${kind}_${stride}`));
  const missing = names.filter((output) => !graph.outputNames.includes(output));
  const shape = shapeOf(graph);
  const fault =
    missing.length > 0 ? `it has no output ${missing[0]}` : isSquare(shape) ? undefined : inputFault(shape);
  if (fault !== undefined) {
    await graph.close();
    throw refuse(fault);
  }
  const fixed = shape![3];

  const gridsOf = (outputs: Readonly<Record<string, Tensor>>, { width, height }: Size): FaceGrid[] =>
    strides.map((stride) => {
      const [columns, rows] = [Math.floor(width / stride), Math.floor(height / stride)];
      const numbers = (kind: keyof typeof KINDS) => {
        const output = `${kind}_${stride}`;
        const values = floatsOf(outputs[output]!, (what) => refuse(`${output}: ${what}`));
        const wanted = columns * rows * KINDS[kind];
        if (values.length !== wanted)
          throw refuse(`${output}: ${values.length} numbers instead of ${wanted}`);
        return values;
      };
      const [cls, obj, bbox, kps] = [numbers('cls'), numbers('obj'), numbers('bbox'), numbers('kps')];
      return { stride, columns, rows, cls, obj, bbox, kps };
    });

  return {
    fixedSize: typeof fixed === 'number' ? fixed : undefined,
    multiple: Math.max(...strides),
    async run(planes, size) {
      const input = new Tensor('float32', planes, [1, 3, size.height, size.width]);
      const outputs = await orRefuse(refuse, () => graph.runAll({ [graph.inputNames[0]!]: input }, names));
      const grids = gridsOf(outputs, size);
      return orRefuse(refuse, async () => decodeFaces(grids, scoreThreshold));
    },
    busyMilliseconds: graph.busyMilliseconds,
    close: graph.close,
  };
}

type Shape = readonly (number | string)[] | undefined;

function shapeOf({ inputs }: GraphSession): Shape {
  const [input] = inputs;
  return inputs.length === 1 && input?.isTensor === true ? input.shape : undefined;
}

/** One picture of three channels, either square or of any size. */
function isSquare(shape: Shape): boolean {
  if (shape?.length !== 4 || shape[1] !== 3) return false;
  const [, , height, width] = shape;
  return typeof height === 'number' ? height === width : typeof width === 'string';
}

function inputFault(shape: Shape): string {
  return `it takes ${shape === undefined ? 'more or less than one picture' : shape.join(' × ')}`;
}

async function orRefuse<T>(
  refuse: (what: string, cause?: unknown) => Error,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof HeimdexError ? error : refuse((error as Error).message, error);
  }
}
