import type { GraphValue } from '../../../domain/ports/graph-reader.ts';
import { eachField } from './each-field.ts';
import { elementType } from './element-type.ts';
import { MalformedFile, type ProtobufCursor } from './protobuf-cursor.ts';

const MAX_DIMENSIONS = 64;

/** ValueInfoProto: 1 name, 2 type. */
export function readValueInfo(cursor: ProtobufCursor, end: number): GraphValue {
  const value = { name: '', type: 'unknown', shape: [] as (number | string)[] };
  eachField(cursor, end, {
    bytes: {
      1: (field) => {
        value.name = cursor.text(field);
      },
      // TypeProto: 1 tensor; sequences and maps are none that heimdex uses.
      2: (_, typeEnd) =>
        eachField(cursor, typeEnd, {
          bytes: { 1: (__, tensorEnd) => readTensorType(cursor, tensorEnd, value) },
        }),
    },
  });
  return value;
}

/** TypeProto.Tensor: 1 number format, 2 shape. */
function readTensorType(
  cursor: ProtobufCursor,
  end: number,
  value: { type: string; shape: (number | string)[] },
): void {
  eachField(cursor, end, {
    bytes: {
      // TensorShapeProto: 1 dimensions.
      2: (_, shapeEnd) =>
        eachField(cursor, shapeEnd, {
          bytes: {
            1: (__, dimensionEnd) => {
              value.shape.push(readDimension(cursor, dimensionEnd));
              if (value.shape.length > MAX_DIMENSIONS)
                throw new MalformedFile('a shape of more than 64 dimensions');
            },
          },
        }),
    },
    numbers: {
      1: (number) => {
        value.type = elementType(number).name;
      },
    },
  });
}

/** TensorShapeProto.Dimension: 1 length, 2 its name where the caller chooses it. */
function readDimension(cursor: ProtobufCursor, end: number): number | string {
  let dimension: number | string = '';
  eachField(cursor, end, {
    bytes: {
      2: (field) => {
        dimension = cursor.text(field);
      },
    },
    numbers: {
      1: (length) => {
        dimension = length;
      },
    },
  });
  return dimension;
}
