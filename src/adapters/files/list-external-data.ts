import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/**
 * The messages of an ONNX file in which references to other files may stand, and by field number what lies in each
 * (onnx.proto of ONNX 1.19). `entry`: a key and a value of a tensor's `external_data`.
 */
const FIELDS: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  model: { 7: 'graph', 20: 'training', 25: 'function' },
  training: { 1: 'graph', 2: 'graph' },
  function: { 7: 'node', 11: 'attribute' },
  graph: { 1: 'node', 5: 'tensor', 15: 'sparseTensor' },
  node: { 5: 'attribute' },
  attribute: {
    5: 'tensor',
    6: 'graph',
    10: 'tensor',
    11: 'graph',
    22: 'sparseTensor',
    23: 'sparseTensor',
  },
  sparseTensor: { 1: 'tensor', 2: 'tensor' },
  tensor: { 13: 'entry' },
  entry: {},
};

/** Protobuf's own limit. */
const MAX_DEPTH = 100;
/** Longer than any path. */
const MAX_TEXT_BYTES = 10_000;
/** Behind weights that are passed over mostly a few fields come before the next; what goes on is read in ever larger pieces. */
const [SMALLEST_WINDOW, LARGEST_WINDOW] = [4096, 65_536];

/** Not the form of an ONNX file. */
export class NoGraph extends Error {}

/**
 * The names of the files in which an ONNX file says that weights of its lie, as they are written there. Weights inside
 * it are passed over without being read.
 *
 * @throws NoGraph; errors of the file system
 */
export function listExternalData(path: string): Set<string> {
  const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    const reader = createReader(descriptor);
    const found = new Set<string>();
    walk(reader, 'model', fstatSync(descriptor).size, found, 0);
    return found;
  } finally {
    closeSync(descriptor);
  }
}

interface Reader {
  at: number;
  byte(): number;
}

function createReader(descriptor: number): Reader {
  const window = Buffer.allocUnsafe(LARGEST_WINDOW);
  let start = 0;
  let end = 0;
  let size = LARGEST_WINDOW;
  return {
    at: 0,
    byte() {
      if (this.at < start || this.at >= end) {
        size = this.at === end ? Math.min(2 * size, LARGEST_WINDOW) : SMALLEST_WINDOW;
        start = this.at;
        end = start + readSync(descriptor, window, 0, size, start);
        if (end === start) throw new NoGraph('it ends in the middle of a field');
      }
      return window[this.at++ - start]!;
    },
  };
}

/** Goes through the fields of a message that ends at a place, and notes what is wanted from elsewhere. */
function walk(reader: Reader, message: string, end: number, found: Set<string>, depth: number): void {
  if (depth > MAX_DEPTH) throw new NoGraph('its messages lie too deep in each other');
  const texts = new Map<number, string>();
  while (reader.at < end) {
    const tag = varint(reader);
    const [field, wireType] = [Math.floor(tag / 8), tag % 8];
    if (wireType === 0) varint(reader);
    else if (wireType === 1) reader.at += 8;
    else if (wireType === 5) reader.at += 4;
    else if (wireType !== 2) throw new NoGraph(`a field has the unknown wire type ${wireType}`);
    else {
      const bytes = varint(reader);
      const next = reader.at + bytes;
      const inner = FIELDS[message]![field];
      if (inner !== undefined) walk(reader, inner, next, found, depth + 1);
      else if (message === 'entry') texts.set(field, text(reader, bytes));
      reader.at = next;
    }
  }
  if (reader.at !== end) throw new NoGraph('a field reaches beyond the message that holds it');
  if (message === 'entry' && texts.get(1) === 'location') found.add(texts.get(2) ?? '');
}

/** A number of seven bits a byte, the lowest first. Beyond 53 bits it is not exact: no length is that large. */
function varint(reader: Reader): number {
  let value = 0;
  for (let shift = 0; shift < 70; shift += 7) {
    const byte = reader.byte();
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return value;
  }
  throw new NoGraph('a number has no end');
}

function text(reader: Reader, bytes: number): string {
  if (bytes > MAX_TEXT_BYTES) throw new NoGraph(`a name has ${bytes} bytes`);
  return Buffer.from(Array.from({ length: bytes }, () => reader.byte())).toString();
}
