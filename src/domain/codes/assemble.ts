/**
 * A small assembler of WebAssembly, as much of it as the loops over codes take: numbers are those of the WebAssembly 2.0
 * specification, chapters 5.4 (instructions) and 5.5 (modules). A piece is a list of bytes; pieces are simply joined.
 */
export type Piece = readonly number[];

export const I32 = 0x7f;
export const F32 = 0x7d;
export const V128 = 0x7b;

export interface WasmFunction {
  readonly name: string;
  /** 32-bit integers. */
  readonly parameters: number;
  /** Whether it gives a 32-bit integer back. */
  readonly hasResult: boolean;
  /** The types of its local variables, which are counted on from the parameters. */
  readonly locals: Piece;
  readonly body: readonly Piece[];
}

export const get = (local: number): Piece => [0x20, ...unsigned(local)];
export const set = (local: number): Piece => [0x21, ...unsigned(local)];
export const tee = (local: number): Piece => [0x22, ...unsigned(local)];
export const constant = (value: number): Piece => [0x41, ...signed(value)];
export const addInteger: Piece = [0x6a];
export const subtractInteger: Piece = [0x6b];
export const shiftLeft: Piece = [0x74];
export const shiftRight: Piece = [0x76];
export const isBelow: Piece = [0x49];
export const storeInteger: Piece = [0x36, 2, 0];
export const storeFloat: Piece = [0x38, 2, 0];
export const addFloat: Piece = [0x92];

/** Runs its body again for as long as the body leaves something other than 0. */
export const repeat = (...body: readonly Piece[]): Piece => [0x03, 0x40, ...body.flat(), 0x0d, 0, 0x0b];
/** Runs its body where something other than 0 lies on the stack. */
export const when = (...body: readonly Piece[]): Piece => [0x04, 0x40, ...body.flat(), 0x0b];

const vector = (operation: number, ...rest: number[]): Piece => [0xfd, ...unsigned(operation), ...rest];
export const loadVector = (offset = 0): Piece => vector(0, 0, ...unsigned(offset));
export const storeVector = (offset = 0): Piece => vector(11, 0, ...unsigned(offset));
export const zeroVector = vector(12, ...new Array<number>(16).fill(0));
export const swizzle = vector(14);
export const splatBytes = vector(15);
export const splatShorts = vector(16);
export const laneOfFloats = (lane: number): Piece => vector(31, lane);
export const isAboveShorts = vector(50);
export const and = vector(78);
export const or = vector(80);
export const isAny = vector(83);
export const shiftBytesRight = vector(109);
export const addBytes = vector(110);
export const lowBytesToShorts = vector(137);
export const highBytesToShorts = vector(138);
export const addShorts = vector(142);
export const addFloats = vector(228);
export const multiplyFloats = vector(230);

/** The bytes of a module with these functions, which takes its memory as `memory.memory`. */
export function assemble(functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameters, hasResult }) => [
    0x60,
    ...list(new Array<Piece>(parameters).fill([I32])),
    ...list(hasResult ? [[I32]] : []),
  ]);
  const memory = [...text('memory'), ...text('memory'), 2, 0, 1];
  const code = functions.map(({ locals, body }) => {
    const inner = [...list(locals.map((type) => [1, type])), ...body.flat(), 0x0b];
    return [...unsigned(inner.length), ...inner];
  });
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, list(types)),
    ...section(2, list([memory])),
    ...section(3, list(functions.map((_, index) => [index]))),
    ...section(7, list(functions.map(({ name }, index) => [...text(name), 0, index]))),
    ...section(10, list(code)),
  ]);
}

function section(id: number, content: Piece): Piece {
  return [id, ...unsigned(content.length), ...content];
}

function list(items: readonly Piece[]): Piece {
  return [...unsigned(items.length), ...items.flat()];
}

function text(name: string): Piece {
  return list([...name].map((character) => [character.charCodeAt(0)]));
}

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}

function signed(value: number): number[] {
  const isLast = value >= -64 && value < 64;
  return isLast ? [value & 127] : [(value & 127) | 128, ...signed(value >> 7)];
}
