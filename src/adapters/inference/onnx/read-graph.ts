import { HeimdexError } from '../../../domain/errors.ts';
import type { GraphFacts, GraphValue } from '../../../domain/ports/graph-reader.ts';
import { eachField, type Wanted } from './each-field.ts';
import { MalformedFile, ProtobufCursor } from './protobuf-cursor.ts';
import { readTensor } from './read-tensor.ts';
import { readValueInfo } from './read-value-info.ts';

/** Graphs inside graphs (If, Loop): exporters nest two or three. */
const MAX_DEPTH = 16;
const MAX_VALUES = 10_000;
const MAX_OPERATORS = 2000;
const MAX_EXTERNAL_FILES = 64;

interface Gathered {
  readonly inputs: GraphValue[];
  readonly outputs: GraphValue[];
  readonly operators: Set<string>;
  readonly weights: Map<string, number>;
  readonly externalFiles: Set<string>;
  opset: number;
  graphs: number;
}

/**
 * Reads what an ONNX file says of its graph. Weights are passed over, so that gigabytes cost milliseconds; lengths,
 * depth and counts are bounded, whatever the file says. Field numbers: onnx/onnx.proto of ONNX.
 *
 * @param name what the graph is called in errors
 * @throws HeimdexError `model-damaged`, `disk`
 */
export function readGraph(path: string, name: string): GraphFacts {
  const cursor = open(path);
  const gathered: Gathered = {
    inputs: [],
    outputs: [],
    operators: new Set(),
    weights: new Map(),
    externalFiles: new Set(),
    opset: 0,
    graphs: 0,
  };
  try {
    readModel(cursor, gathered);
    if (gathered.graphs !== 1) throw new MalformedFile('it holds no graph');
    if (gathered.outputs.length === 0) throw new MalformedFile('its graph has no output');
  } catch (error) {
    if (!(error instanceof MalformedFile)) throw unreadable(error, path);
    throw new HeimdexError('model-damaged', `${name} is no ONNX graph: ${error.message}`, {
      hint: 'see whether the file is whole (a git clone without git lfs holds pointers instead of models)',
      cause: error,
    });
  } finally {
    cursor.close();
  }
  return { ...gathered, externalFiles: [...gathered.externalFiles] };
}

function open(path: string): ProtobufCursor {
  try {
    return new ProtobufCursor(path);
  } catch (error) {
    throw unreadable(error, path);
  }
}

function unreadable(error: unknown, path: string): unknown {
  if (error instanceof HeimdexError || !(error instanceof Error && 'code' in error)) return error;
  return new HeimdexError('disk', `cannot read ${path}: ${error.message}`, {
    hint: 'correct its permissions, or see whether the disk is sound',
    cause: error,
  });
}

/** ModelProto: 7 graph, 8 operator sets, 25 functions. */
function readModel(cursor: ProtobufCursor, gathered: Gathered): void {
  eachField(cursor, cursor.size, {
    bytes: {
      7: (_, end) => {
        gathered.graphs++;
        readOutermost(cursor, end, gathered);
      },
      8: (_, end) => readOpset(cursor, end, gathered),
      25: (_, end) => readFunction(cursor, end, gathered),
    },
  });
}

/** OperatorSetIdProto: 1 domain (empty: ONNX's own), 2 version. */
function readOpset(cursor: ProtobufCursor, end: number, gathered: Gathered): void {
  let domain = '';
  let version = 0;
  eachField(cursor, end, {
    bytes: {
      1: (field) => {
        domain = cursor.text(field);
      },
    },
    numbers: {
      2: (value) => {
        version = value;
      },
    },
  });
  if (domain === '' || domain === 'ai.onnx') gathered.opset = version;
}

/** FunctionProto: 7 nodes. */
function readFunction(cursor: ProtobufCursor, end: number, gathered: Gathered): void {
  eachField(cursor, end, { bytes: { 7: (_, nodeEnd) => readNode(cursor, nodeEnd, gathered, 0) } });
}

/** GraphProto: 11 inputs, 12 outputs, and what every graph has. */
function readOutermost(cursor: ProtobufCursor, end: number, gathered: Gathered): void {
  const { inputs, outputs } = gathered;
  const weights = new Set<string>();
  const body = graphBody(cursor, gathered, 0, (name) => void weights.add(name));
  eachField(cursor, end, {
    bytes: {
      ...body,
      11: (_, valueEnd) => keep(inputs, readValueInfo(cursor, valueEnd)),
      12: (_, valueEnd) => keep(outputs, readValueInfo(cursor, valueEnd)),
    },
  });
  // Old files list their weights among the inputs as well.
  const free = inputs.filter((input) => !weights.has(input.name));
  inputs.splice(0, inputs.length, ...free);
}

/** GraphProto: 1 nodes, 5 weights, 15 sparse weights. */
function graphBody(
  cursor: ProtobufCursor,
  gathered: Gathered,
  depth: number,
  onWeights: (name: string) => void,
): NonNullable<Wanted['bytes']> {
  if (depth > MAX_DEPTH) throw new MalformedFile(`graphs are nested more than ${MAX_DEPTH} deep`);
  return {
    1: (_, end) => readNode(cursor, end, gathered, depth),
    5: (_, end) => onWeights(readWeights(cursor, end, gathered)),
    15: (_, end) => readSparse(cursor, end, gathered),
  };
}

function keep(values: GraphValue[], value: GraphValue): void {
  values.push(value);
  if (values.length > MAX_VALUES) throw new MalformedFile(`more than ${MAX_VALUES} inputs or outputs`);
}

/** NodeProto: 4 kind of operation, 5 attributes. */
function readNode(cursor: ProtobufCursor, end: number, gathered: Gathered, depth: number): void {
  eachField(cursor, end, {
    bytes: {
      4: (field) => {
        gathered.operators.add(cursor.text(field));
        if (gathered.operators.size > MAX_OPERATORS)
          throw new MalformedFile(`more than ${MAX_OPERATORS} kinds of operations`);
      },
      5: (_, attributeEnd) => readAttribute(cursor, attributeEnd, gathered, depth),
    },
  });
}

/** AttributeProto: 5 tensor, 6 graph, 10 tensors, 11 graphs, 22 and 23 sparse tensors. */
function readAttribute(cursor: ProtobufCursor, end: number, gathered: Gathered, depth: number): void {
  const tensor = (_: unknown, tensorEnd: number) => void readWeights(cursor, tensorEnd, gathered);
  const sparse = (_: unknown, tensorEnd: number) => readSparse(cursor, tensorEnd, gathered);
  const graph = (_: unknown, graphEnd: number) =>
    eachField(cursor, graphEnd, { bytes: graphBody(cursor, gathered, depth + 1, () => {}) });
  eachField(cursor, end, {
    bytes: { 5: tensor, 10: tensor, 6: graph, 11: graph, 22: sparse, 23: sparse },
  });
}

/** SparseTensorProto: 1 values, 2 indices. */
function readSparse(cursor: ProtobufCursor, end: number, gathered: Gathered): void {
  const tensor = (_: unknown, tensorEnd: number) => void readWeights(cursor, tensorEnd, gathered);
  eachField(cursor, end, { bytes: { 1: tensor, 2: tensor } });
}

/** Counts a tensor; returns its name. */
function readWeights(cursor: ProtobufCursor, end: number, gathered: Gathered): string {
  const { name, type, bytes, externalFiles } = readTensor(cursor, end);
  gathered.weights.set(type, (gathered.weights.get(type) ?? 0) + bytes);
  for (const file of externalFiles) gathered.externalFiles.add(file);
  if (gathered.externalFiles.size > MAX_EXTERNAL_FILES)
    throw new MalformedFile(`weights in more than ${MAX_EXTERNAL_FILES} other files`);
  return name;
}
