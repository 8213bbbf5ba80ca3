// The least of protobuf and ONNX that it takes to write graphs by hand; field numbers as in onnx.proto.

export function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? low + 128 : low);
  } while (rest > 0);
  return Buffer.from(bytes);
}

/** A field with bytes or text. */
export function bytesField(number: number, content: Uint8Array | string): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes]);
}

export function numberField(number: number, value: number): Buffer {
  return Buffer.concat([varint(number * 8), varint(value)]);
}

export const message = (...fields: readonly Uint8Array[]): Buffer => Buffer.concat(fields);

const FLOAT32 = 1;
const INT64 = 7;

/** ValueInfoProto */
export function value(name: string, type: 'float32' | 'int64', shape: readonly (number | string)[]): Buffer {
  const dimensions = shape.map((length) =>
    bytesField(1, typeof length === 'number' ? numberField(1, length) : bytesField(2, length)),
  );
  const tensor = message(
    numberField(1, type === 'int64' ? INT64 : FLOAT32),
    bytesField(2, message(...dimensions)),
  );
  return message(bytesField(1, name), bytesField(2, bytesField(1, tensor)));
}

/** NodeProto */
export function node(
  operator: string,
  inputs: readonly string[],
  outputs: readonly string[],
  ...attributes: Buffer[]
): Buffer {
  return message(
    ...inputs.map((name) => bytesField(1, name)),
    ...outputs.map((name) => bytesField(2, name)),
    bytesField(4, operator),
    ...attributes.map((attribute) => bytesField(5, attribute)),
  );
}

/** TensorProto of floats, in the file or, where a location is named, in another. */
export function floats(
  name: string,
  shape: readonly number[],
  content: Float32Array | { location: string },
): Buffer {
  const head = message(
    ...shape.map((length) => numberField(1, length)),
    numberField(2, FLOAT32),
    bytesField(8, name),
  );
  if (content instanceof Float32Array) {
    return message(
      head,
      bytesField(9, new Uint8Array(content.buffer, content.byteOffset, content.byteLength)),
    );
  }
  const entry = message(bytesField(1, 'location'), bytesField(2, content.location));
  return message(head, bytesField(13, entry), numberField(14, 1));
}

/** ModelProto around the fields of a GraphProto. */
export function modelOf(...graph: readonly Buffer[]): Buffer {
  const opset = message(bytesField(1, ''), numberField(2, 17));
  return message(
    numberField(1, 8),
    bytesField(7, message(bytesField(2, 'made'), ...graph)),
    bytesField(8, opset),
  );
}

const WORDS = 1200;

/** The bytes of the weights of a made text model: one vector a token id. */
export function textWeights(dimension = 4): Float32Array {
  return Float32Array.from({ length: WORDS * dimension }, (_, index) => Math.sin(index + 1));
}

/** A text model that runs: the state of a token is the row of a table. */
export function textGraph(options: { dimension?: number; external?: string } = {}): Buffer {
  const { dimension = 4, external } = options;
  const table = external === undefined ? textWeights(dimension) : { location: external };
  return modelOf(
    bytesField(1, node('Gather', ['table', 'input_ids'], ['last_hidden_state'])),
    bytesField(5, floats('table', [WORDS, dimension], table)),
    bytesField(11, value('input_ids', 'int64', ['batch', 'tokens'])),
    bytesField(12, value('last_hidden_state', 'float32', ['batch', 'tokens', dimension])),
  );
}
