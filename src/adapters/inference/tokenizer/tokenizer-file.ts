import { crc32 } from 'node:zlib';
import type { Digest } from '../../../domain/manifest/digest-of.ts';
import type { CompiledTokenizer } from './compile-tokenizer.ts';
import type { TokenizerForm } from './tokenizer-form.ts';

/** Read as a number of this machine: a file of one that orders bytes the other way is none. It rises with the form. */
const MAGIC = 0x6b745801;
/** Magic, checksum of all that follows, and length of the description, in numbers of 32 bits; the last is for the alignment. */
const PREFACE = 4;

interface Description {
  /** Of the tokenizer.json that this was made from. */
  readonly source: Digest;
  readonly form: TokenizerForm;
  readonly longest: number;
  readonly unknown: number;
  /** Lengths of the arrays, in their order. */
  readonly lengths: readonly number[];
}

/** The bytes of a file for a compiled tokenizer: a description as JSON, then the arrays. */
export function toFile(compiled: CompiledTokenizer, source: Digest): Uint8Array {
  const { form, longest, unknown } = compiled;
  const arrays = arraysOf(compiled);
  const lengths = arrays.map(({ length }) => length);
  const description = Buffer.from(
    JSON.stringify({ source, form, longest, unknown, lengths } satisfies Description),
  );
  const start = startOfArrays(description.length);
  const bytes = new Uint8Array(arrays.reduce((sum, { byteLength }) => sum + byteLength, start));
  bytes.set(description, PREFACE * 4);
  let at = start;
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += array.byteLength;
  }
  const preface = new Uint32Array(bytes.buffer, 0, PREFACE);
  preface[0] = MAGIC;
  preface[2] = description.length;
  preface[1] = checksumOf(bytes);
  return bytes;
}

/** The compiled tokenizer in a file's bytes; undefined where they are damaged, of another form, or of another source. */
export function fromFile(bytes: Uint8Array<ArrayBuffer>, source: Digest): CompiledTokenizer | undefined {
  if (bytes.byteOffset !== 0 || bytes.length < PREFACE * 4) return undefined;
  const preface = new Uint32Array(bytes.buffer, 0, PREFACE);
  if (preface[0] !== MAGIC || preface[1] !== checksumOf(bytes)) return undefined;
  const text = Buffer.from(bytes.buffer, PREFACE * 4, preface[2]!).toString();
  const { source: made, form, longest, unknown, lengths } = JSON.parse(text) as Description;
  if (made.algorithm !== source.algorithm || made.hex !== source.hex) return undefined;
  let at = startOfArrays(preface[2]!);
  const [scores, starts, slots, ids, lefts, rights, mergeSlots, units] = KINDS.map((Kind, index) => {
    const array = new Kind(bytes.buffer, at, lengths[index]!);
    at += array.byteLength;
    return array;
  }) as [Float64Array, ...Uint32Array[], Uint16Array] as unknown as Arrays;
  const merges = { lefts, rights, slots: mergeSlots };
  return { form, longest, unknown, pieces: { units, starts, slots }, ids, merges, scores };
}

type Arrays = [
  Float64Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint16Array,
];

/** The widest numbers first: all lie where their kind may lie. */
const KINDS = [Float64Array, ...Array.from({ length: 6 }, () => Uint32Array), Uint16Array] as const;

function arraysOf({ scores, pieces, ids, merges }: CompiledTokenizer): Arrays {
  const { lefts, rights, slots } = merges;
  return [scores, pieces.starts, pieces.slots, ids, lefts, rights, slots, pieces.units];
}

function startOfArrays(descriptionBytes: number): number {
  return Math.ceil((PREFACE * 4 + descriptionBytes) / 8) * 8;
}

function checksumOf(bytes: Uint8Array): number {
  return crc32(bytes.subarray(8));
}
