import type { CalibrationStatistics } from '../../domain/calibration/statistics.ts';
import { HeimdexError } from '../../domain/errors.ts';
import type { UnitVector } from '../../domain/vector.ts';

/** Three numbers of eight bytes: how many were measured, spread, tail. */
const HEAD = 24;

/** The means as little-endian 32-bit floats behind the numbers. */
export function packStatistics(statistics: CalibrationStatistics): Buffer {
  const { measured, promptMean, libraryMean, spread, tail } = statistics;
  const head = Buffer.alloc(HEAD);
  [measured, spread, tail].forEach((value, index) => void head.writeDoubleLE(value, index * 8));
  return Buffer.concat([head, bytesOf(promptMean), bytesOf(libraryMean)]);
}

/** @throws HeimdexError `library-damaged` */
export function unpackStatistics(bytes: Buffer, dimension: number, library: string): CalibrationStatistics {
  if (bytes.length !== HEAD + 8 * dimension) throw damaged(library);
  const [measured, spread, tail] = [0, 8, 16].map((at) => bytes.readDoubleLE(at));
  const statistics = {
    measured: measured!,
    promptMean: floatsOf(bytes.subarray(HEAD, HEAD + 4 * dimension)),
    libraryMean: floatsOf(bytes.subarray(HEAD + 4 * dimension)),
    spread: spread!,
    tail: tail!,
  };
  const numbers = [measured!, spread!, tail!, ...statistics.promptMean, ...statistics.libraryMean];
  if (!numbers.every(Number.isFinite)) throw damaged(library);
  return statistics;
}

export function packVectors(vectors: readonly UnitVector[]): Buffer {
  return Buffer.concat(vectors.map(bytesOf));
}

/** @throws HeimdexError `library-damaged` */
export function unpackVectors(bytes: Buffer, dimension: number, library: string): UnitVector[] {
  const size = 4 * dimension;
  if (bytes.length === 0 || bytes.length % size !== 0) throw damaged(library);
  return Array.from(
    { length: bytes.length / size },
    (_, index) => floatsOf(bytes.subarray(index * size, (index + 1) * size)) as UnitVector,
  );
}

function bytesOf(floats: Float32Array): Buffer {
  return Buffer.from(floats.buffer, floats.byteOffset, floats.byteLength);
}

/** A copy: SQLite's buffer need not lie on a multiple of four. */
function floatsOf(bytes: Buffer): Float32Array {
  return new Float32Array(new Uint8Array(bytes).buffer);
}

function damaged(library: string): HeimdexError {
  return new HeimdexError(
    'library-damaged',
    `the library ${library} is damaged: what scores are held against is not as long as its space wants`,
    { hint: 'heimdex verify tells what is damaged; restore it from a copy, or move it away and index again' },
  );
}
