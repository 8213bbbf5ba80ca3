import { eachField } from './each-field.ts';
import { elementType } from './element-type.ts';
import { MalformedFile, type ProtobufCursor } from './protobuf-cursor.ts';

const MAX_DIMENSIONS = 64;
const MAX_ENTRIES = 64;
/** TensorProto.DataLocation: the weights lie in another file. */
const EXTERNAL = 1;

export interface TensorFacts {
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  /** Where the weights lie if not here; a well-made file names one place. */
  readonly externalFiles: readonly string[];
}

/** TensorProto: 1 dimensions, 2 number format, 8 name, 13 where external data lies, 14 whether it is external. */
export function readTensor(cursor: ProtobufCursor, end: number): TensorFacts {
  let name = '';
  let type = 0;
  let external = false;
  const locations: string[] = [];
  let entries = 0;
  const dimensions: number[] = [];
  const addDimension = (value: number) => {
    dimensions.push(value);
    if (dimensions.length > MAX_DIMENSIONS) throw new MalformedFile('weights of more than 64 dimensions');
  };
  eachField(cursor, end, {
    bytes: {
      1: (_, listEnd) => {
        while (cursor.position < listEnd) addDimension(cursor.varint(listEnd));
      },
      8: (field) => {
        name = cursor.text(field);
      },
      13: (_, entryEnd) => {
        if (++entries > MAX_ENTRIES) throw new MalformedFile('too much said of where weights lie');
        const { key, value } = readEntry(cursor, entryEnd);
        if (key === 'location') locations.push(value);
      },
    },
    numbers: {
      1: addDimension,
      2: (value) => {
        type = value;
      },
      14: (value) => {
        external = value === EXTERNAL;
      },
    },
  });
  if (external && locations.length === 0) throw new MalformedFile(`the weights ${name} lie nowhere`);
  const { name: typeName, bits } = elementType(type);
  const elements = dimensions.reduce((product, length) => product * length, 1);
  return { name, type: typeName, bytes: (elements * bits) / 8, externalFiles: external ? locations : [] };
}

/** StringStringEntryProto: 1 key, 2 value. */
function readEntry(cursor: ProtobufCursor, end: number): { key: string; value: string } {
  const entry = { key: '', value: '' };
  eachField(cursor, end, {
    bytes: {
      1: (field) => {
        entry.key = cursor.text(field);
      },
      2: (field) => {
        entry.value = cursor.text(field);
      },
    },
  });
  return entry;
}
