import {
  addBytes,
  addFloat,
  addFloats,
  addInteger,
  addShorts,
  and,
  assemble,
  constant,
  F32,
  get,
  highBytesToShorts,
  I32,
  isAboveShorts,
  isAny,
  isBelow,
  laneOfFloats,
  loadVector,
  lowBytesToShorts,
  multiplyFloats,
  or,
  type Piece,
  repeat,
  set,
  shiftBytesRight,
  shiftLeft,
  shiftRight,
  splatBytes,
  splatShorts,
  storeFloat,
  storeInteger,
  storeVector,
  subtractInteger,
  swizzle,
  tee,
  V128,
  type WasmFunction,
  when,
  zeroVector,
} from './assemble.ts';

/** Vectors of this many codes lie beside each other, byte by byte: one instruction looks 16 of them up. */
export const BLOCK = 16;

const addTo = (local: number, amount: number): Piece => [
  ...get(local),
  ...constant(amount),
  ...addInteger,
  ...set(local),
];

/**
 * scan(codes, blocks, columns, tables, scores, list, floor): the sum of each code's entries in the tables, 16 bits for
 * each, and the addresses of the sums of blocks in which one is above a floor; gives the number of those. A code's byte has
 * two fields of four bits, each with a table of 16 bytes. Entries of two tables must not add up to more than 255.
 */
const SCAN: WasmFunction = (() => {
  const [codes, blocks, columns, tables, scores, list, floor] = [0, 1, 2, 3, 4, 5, 6];
  const [end, table, start, bytes, sum, first, second, limit] = [7, 8, 9, 10, 11, 12, 13, 14];
  return {
    name: 'scan',
    parameters: 7,
    hasResult: true,
    locals: [I32, I32, I32, V128, V128, V128, V128, V128],
    body: [
      ...[get(floor), splatShorts, set(limit), get(list), set(start)],
      repeat(
        ...[zeroVector, tee(first), set(second), get(tables), set(table)],
        ...[get(codes), get(columns), constant(4), shiftLeft, addInteger, set(end)],
        repeat(
          ...[get(codes), loadVector(), set(bytes)],
          ...[get(table), loadVector(), get(bytes), constant(15), splatBytes, and, swizzle],
          ...[get(table), loadVector(16), get(bytes), constant(4), shiftBytesRight, swizzle],
          ...[addBytes, set(sum)],
          ...[get(first), get(sum), lowBytesToShorts, addShorts, set(first)],
          ...[get(second), get(sum), highBytesToShorts, addShorts, set(second)],
          addTo(table, 32),
          ...[get(codes), constant(BLOCK), addInteger, tee(codes), get(end), isBelow],
        ),
        ...[get(scores), get(first), storeVector(), get(scores), get(second), storeVector(16)],
        ...[get(first), get(limit), isAboveShorts, get(second), get(limit), isAboveShorts, or, isAny],
        when(get(list), get(scores), storeInteger, addTo(list, 4)),
        addTo(scores, 2 * BLOCK),
        ...[get(blocks), constant(1), subtractInteger, tee(blocks)],
      ),
      ...[get(list), get(start), subtractInteger, constant(2), shiftRight],
    ],
  };
})();

/** Numbers of a row are taken so many at a time. */
const STEP = 16;

/** dots(vector, rows, count, bytes, out): the product of a vector with each of some rows, so many bytes long. */
const DOTS: WasmFunction = (() => {
  const [vector, rows, count, bytes, out] = [0, 1, 2, 3, 4];
  const [at, end, total] = [5, 6, 7];
  const sums = [8, 9, 10, 11];
  return {
    name: 'dots',
    parameters: 5,
    hasResult: false,
    locals: [I32, I32, F32, V128, V128, V128, V128],
    body: [
      repeat(
        ...[get(vector), set(at), get(rows), get(bytes), addInteger, set(end)],
        ...sums.flatMap((sum) => [zeroVector, set(sum)]),
        repeat(
          ...sums.flatMap((sum, index) => [
            ...[get(at), loadVector(16 * index), get(rows), loadVector(16 * index), multiplyFloats],
            ...[get(sum), addFloats, set(sum)],
          ]),
          addTo(at, 4 * STEP),
          ...[get(rows), constant(4 * STEP), addInteger, tee(rows), get(end), isBelow],
        ),
        ...[
          get(sums[0]!),
          get(sums[1]!),
          addFloats,
          get(sums[2]!),
          get(sums[3]!),
          addFloats,
          addFloats,
          tee(sums[0]!),
        ],
        laneOfFloats(0),
        ...[1, 2, 3].flatMap((lane) => [get(sums[0]!), laneOfFloats(lane), addFloat]),
        set(total),
        ...[get(out), get(total), storeFloat, addTo(out, 4)],
        ...[get(count), constant(1), subtractInteger, tee(count)],
      ),
    ],
  };
})();

/** Of what the runtime brings, as much as is used here: the compiler's types know none of it. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Instance: new (module: object, imports: object) => { readonly exports: Exports };
};
interface Exports {
  readonly scan: (...parameters: number[]) => number;
  readonly dots: (...parameters: number[]) => void;
}

let compiled: object | undefined;

function instance(bytes: number): { memory: ArrayBuffer; exports: Exports } {
  compiled ??= new WebAssembly.Module(assemble([SCAN, DOTS]));
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / 65_536) });
  const { exports } = new WebAssembly.Instance(compiled, { memory: { memory } });
  return { memory: memory.buffer, exports };
}

/**
 * A function that multiplies a vector with each row of a matrix. What it gives is overwritten by its next call. The order
 * of additions is fixed, so that every machine gives the same bits.
 *
 * @param rows row after row, each of `width` numbers
 */
export function createProducts(
  rows: ArrayLike<number>,
  width: number,
): (vector: ArrayLike<number>, count?: number) => Float32Array {
  const count = rows.length / width;
  const padded = Math.ceil(width / STEP) * STEP;
  const { memory, exports } = instance(4 * (padded + padded * count + count));
  const numbers = new Float32Array(memory);
  if (padded === width) numbers.set(rows, padded);
  else
    for (let at = 0; at < rows.length; at++)
      numbers[padded * (Math.floor(at / width) + 1) + (at % width)] = rows[at]!;
  const out = padded * (count + 1);
  return (vector, wanted = count) => {
    numbers.set(vector, 0);
    if (wanted > 0) exports.dots(0, 4 * padded, wanted, 4 * padded, 4 * out);
    return numbers.subarray(out, out + wanted);
  };
}

export interface Scanner {
  /** Sums of the block of codes that was scanned last, in the order of the codes. */
  readonly sums: Uint16Array;
  /** Numbers of the first sums of those blocks that have a sum above the floor. */
  readonly listed: Uint32Array;
  /** Sums up each code; returns how many blocks are listed. */
  scan(codes: Uint8Array, floor: number): number;
  /** How many codes there are in some bytes. */
  count(codes: Uint8Array): number;
}

/**
 * Sums up codes' entries in tables.
 *
 * @param tables two tables of 16 bytes for each byte of a code, entries at most 127
 * @param most how many codes are scanned at once, a multiple of 16
 */
export function createScanner(tables: Uint8Array, most: number): Scanner {
  const columns = tables.length / 32;
  const scores = tables.length;
  const list = scores + 2 * most;
  const start = list + (4 * most) / BLOCK;
  const { memory, exports } = instance(start + columns * most);
  const bytes = new Uint8Array(memory);
  bytes.set(tables, 0);
  const sums = new Uint16Array(memory, scores, most);
  const addresses = new Uint32Array(memory, list, most / BLOCK);
  return {
    sums,
    listed: addresses,
    count: (codes) => codes.length / columns,
    scan(codes, floor) {
      bytes.set(codes, start);
      const blocks = codes.length / (columns * BLOCK);
      if (blocks === 0) return 0;
      const count = exports.scan(start, blocks, columns, 0, scores, list, floor);
      for (let at = 0; at < count; at++) addresses[at] = (addresses[at]! - scores) / 2;
      return count;
    },
  };
}
