import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** What lies at the front of a protobuf field. */
export interface Field {
  readonly number: number;
  /** 0: a number; 1: eight bytes; 2: bytes of a stated length; 5: four bytes. */
  readonly wire: number;
  /** The number of wire 0; the length of wire 2. */
  readonly value: number;
}

/** A file that is no well-formed protobuf, or a hostile one. */
export class MalformedFile extends Error {}

/** Small: weights are skipped, so most of what is read ahead is thrown away. */
const WINDOW_BYTES = 16 * 1024;
/** A graph of a thousand layers has some 100,000; beyond this the file only wants to keep us busy. */
const MAX_FIELDS = 5_000_000;
const MAX_TEXT_BYTES = 4096;

/** Reads a protobuf file field by field, forwards; what is skipped is not read. */
export class ProtobufCursor {
  readonly #descriptor: number;
  readonly size: number;
  readonly #window = Buffer.allocUnsafeSlow(WINDOW_BYTES);
  #windowStart = 0;
  #windowEnd = 0;
  #fields = 0;
  /** Offset of the next byte. */
  position = 0;

  /** @throws what opening a file throws */
  constructor(path: string) {
    this.#descriptor = openSync(path, 'r');
    this.size = fstatSync(this.#descriptor).size;
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  /** The next field of a message that ends at `end`; undefined at its end. */
  next(end: number): Field | undefined {
    if (this.position === end) return undefined;
    if (++this.#fields > MAX_FIELDS) throw new MalformedFile(`it has more than ${MAX_FIELDS} fields`);
    const tag = this.varint(end);
    const wire = tag % 8;
    const number = Math.floor(tag / 8);
    if (number < 1 || number > 536_870_911) throw new MalformedFile(`field ${number} at ${this.position}`);
    if (wire === 0) return { number, wire, value: this.varint(end) };
    const value = wire === 2 ? this.varint(end) : wire === 1 ? 8 : wire === 5 ? 4 : -1;
    if (value === -1) throw new MalformedFile(`wire type ${wire} at ${this.position}`);
    if (value > end - this.position) {
      throw new MalformedFile(`a field of ${value} bytes where ${end - this.position} are left`);
    }
    return { number, wire, value };
  }

  /** Passes over a field's bytes. */
  skip(field: Field): void {
    if (field.wire !== 0) this.position += field.value;
  }

  /** The bytes of a field as text. */
  text(field: Field): string {
    if (field.wire !== 2) throw new MalformedFile(`no text in field ${field.number}`);
    if (field.value > MAX_TEXT_BYTES) throw new MalformedFile(`a name of ${field.value} bytes`);
    const bytes = Buffer.allocUnsafe(field.value);
    for (let at = 0; at < bytes.length; at++) bytes[at] = this.#byte();
    return bytes.toString('utf8');
  }

  /** A number of 7 bits a byte. What doesn't fit 53 bits (a negative number, say) comes rounded: nobody needs those. */
  varint(end: number): number {
    let value = 0;
    for (let factor = 1, count = 0; count < 10; factor *= 128, count++) {
      if (this.position >= end) throw new MalformedFile(`it ends inside a number at ${this.position}`);
      const byte = this.#byte();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
    throw new MalformedFile(`a number without end at ${this.position}`);
  }

  #byte(): number {
    if (this.position < this.#windowStart || this.position >= this.#windowEnd) this.#fill();
    return this.#window[this.position++ - this.#windowStart]!;
  }

  #fill(): void {
    this.#windowStart = this.position;
    const count = readSync(this.#descriptor, this.#window, 0, WINDOW_BYTES, this.position);
    if (count === 0) throw new MalformedFile(`it ends at ${this.position}`);
    this.#windowEnd = this.#windowStart + count;
  }
}
