/** Where a made graph's weights lie that are not inside it. */
export interface ExternalData {
  /** As it is written into the graph, whatever a runtime may think of it. */
  readonly location: string;
  readonly offset?: number;
  readonly length: number;
}

export interface MadeWeights {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | ExternalData;
}

/** A dimension with a name may have any size. */
export interface MadeValue {
  readonly name: string;
  readonly type: keyof typeof ELEMENT_TYPES;
  readonly shape: readonly (number | string)[];
}

export interface MadeNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Whole numbers, lists of them, other graphs, or weights. */
  readonly attributes?: Readonly<Record<string, number | readonly number[] | MadeGraph | MadeWeights>>;
}

export interface MadeGraph {
  readonly inputs: readonly MadeValue[];
  readonly outputs: readonly MadeValue[];
  readonly weights: readonly MadeWeights[];
  readonly nodes: readonly MadeNode[];
}

const ELEMENT_TYPES = { float32: 1, int64: 7, bool: 9 } as const;
const IR_VERSION = 8;
const OPERATOR_SET = 17;

/** The bytes of an .onnx file: field numbers are those of onnx.proto, release 1.14. */
export function onnxFile(graph: MadeGraph): Buffer {
  return Buffer.concat([
    numberField(1, IR_VERSION),
    textField(2, 'heimdex tests'),
    field(7, graphMessage(graph)),
    field(8, Buffer.concat([textField(1, ''), numberField(2, OPERATOR_SET)])),
  ]);
}

function graphMessage({ nodes, weights, inputs, outputs }: MadeGraph): Buffer {
  return Buffer.concat([
    ...nodes.map((node) => field(1, nodeMessage(node))),
    textField(2, 'made'),
    ...weights.map((each) => field(5, tensorMessage(each))),
    ...inputs.map((value) => field(11, valueMessage(value))),
    ...outputs.map((value) => field(12, valueMessage(value))),
  ]);
}

function nodeMessage({ operator, inputs, outputs, attributes = {} }: MadeNode): Buffer {
  return Buffer.concat([
    ...inputs.map((name) => textField(1, name)),
    ...outputs.map((name) => textField(2, name)),
    textField(4, operator),
    ...Object.entries(attributes).map(([name, value]) => field(5, attributeMessage(name, value))),
  ]);
}

function attributeMessage(name: string, value: number | readonly number[] | MadeGraph | MadeWeights): Buffer {
  const [content, type] = attributeValue(value);
  return Buffer.concat([textField(1, name), content, numberField(20, type)]);
}

function attributeValue(value: number | readonly number[] | MadeGraph | MadeWeights): [Buffer, number] {
  if (typeof value === 'number') return [numberField(3, value), 2];
  if ('data' in value) return [field(5, tensorMessage(value)), 4];
  if ('nodes' in value) return [field(6, graphMessage(value)), 5];
  return [Buffer.concat(value.map((each) => numberField(8, each))), 7];
}

function tensorMessage({ name, shape, data }: MadeWeights): Buffer {
  const head = [...shape.map((size) => numberField(1, size)), numberField(2, ELEMENT_TYPES.float32)];
  if (data instanceof Float32Array) {
    const raw = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    return Buffer.concat([...head, textField(8, name), field(9, raw)]);
  }
  const entries = { location: data.location, offset: `${data.offset ?? 0}`, length: `${data.length}` };
  const external = Object.entries(entries).map(([key, value]) =>
    field(13, Buffer.concat([textField(1, key), textField(2, value)])),
  );
  return Buffer.concat([...head, textField(8, name), ...external, numberField(14, 1)]);
}

function valueMessage({ name, type, shape }: MadeValue): Buffer {
  const dimensions = shape.map((size) =>
    field(1, typeof size === 'number' ? numberField(1, size) : textField(2, size)),
  );
  const tensor = Buffer.concat([numberField(1, ELEMENT_TYPES[type]), field(2, Buffer.concat(dimensions))]);
  return Buffer.concat([textField(1, name), field(2, field(1, tensor))]);
}

function textField(number: number, text: string): Buffer {
  return field(number, Buffer.from(text));
}

/** A field of bytes: a text or another message. */
function field(number: number, content: Buffer): Buffer {
  return Buffer.concat([varint(number * 8 + 2), varint(content.length), content]);
}

function numberField(number: number, value: number): Buffer {
  return Buffer.concat([varint(number * 8), varint(value)]);
}

/** Seven bits a byte, the lowest first; negative numbers as 64 bits in two's complement. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  return Buffer.from([...bytes, Number(rest)]);
}
