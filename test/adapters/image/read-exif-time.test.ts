import { describe, expect, it } from 'vitest';
import { readExifTime } from '../../../src/adapters/image/read-exif-time.ts';
import { randomNumbers } from '../../support/library.ts';

type Order = 'II' | 'MM';

interface Field {
  readonly tag: number;
  readonly type?: number;
  readonly count?: number;
  /** Text goes behind the lists, unless `place` says where it is to be looked for. */
  readonly text?: string;
  readonly place?: number;
}

const TIME: Field = { tag: 0x9003, text: '2024:05:17 10:30:00' };
const OFFSET: Field = { tag: 0x9011, text: '+09:00' };

/** An Exif structure: a list with a width and a pointer to the camera's list, which has these fields. */
function exif(
  fields: readonly Field[],
  {
    order = 'II',
    first = 8,
    camera = 38,
    count = fields.length,
  }: Partial<Record<'first' | 'camera' | 'count', number>> & { order?: Order } = {},
): Buffer {
  const bytes = Buffer.alloc(600);
  const short = (value: number, at: number) =>
    order === 'II' ? bytes.writeUInt16LE(value, at) : bytes.writeUInt16BE(value, at);
  const long = (value: number, at: number) =>
    order === 'II' ? bytes.writeUInt32LE(value, at) : bytes.writeUInt32BE(value, at);
  bytes.write(order, 0, 'latin1');
  short(42, 2);
  long(first, 4);
  short(2, 8);
  short(0x0100, 10);
  short(0x8769, 22);
  short(4, 24);
  long(1, 26);
  long(camera, 30);
  short(count, 38);
  let free = 40 + fields.length * 12;
  for (const [index, field] of fields.entries()) {
    const at = 40 + index * 12;
    const text = Buffer.from(`${field.text ?? ''}\0`, 'latin1');
    short(field.tag, at);
    short(field.type ?? 2, at + 2);
    long(field.count ?? text.length, at + 4);
    long(field.place ?? free, at + 8);
    free += text.copy(bytes, free);
  }
  return bytes.subarray(0, free);
}

describe('when a photo was taken', () => {
  it.each(['II', 'MM'] as const)('is read in both orders of bytes: %s', (order) => {
    expect(readExifTime(exif([TIME], { order }))).toBe('2024:05:17 10:30:00');
    expect(readExifTime(exif([{ tag: 0x9000, text: '0232' }, OFFSET, TIME], { order }))).toBe(
      '2024:05:17 10:30:00+09:00',
    );
  });

  it('is read with the mark of JPEG before it, and from the middle of other bytes', () => {
    const marked = Buffer.concat([Buffer.from('Exif\0\0'), exif([TIME])]);
    expect(readExifTime(marked)).toBe('2024:05:17 10:30:00');
    expect(readExifTime(Buffer.concat([Buffer.alloc(7), marked]).subarray(7))).toBe('2024:05:17 10:30:00');
  });

  it.each(['   :  ', '', '+9', 'Z'])('has no offset that is none: %j', (text) => {
    expect(readExifTime(exif([TIME, { tag: 0x9011, text }]))).toBe('2024:05:17 10:30:00');
  });
});

describe('nothing is read of what is not as Exif is:', () => {
  const text = '2024:05:17 10:30:00';
  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['the mark alone', Buffer.from('Exif\0\0')],
    ['a head alone', Buffer.from('II*\0')],
    ['another file', Buffer.from('\x89PNG\r\n\x1a\n'.repeat(20), 'latin1')],
    ['no time', exif([OFFSET])],
    ['no fields', exif([])],
    ['a first list beyond the end', exif([TIME], { first: 0xffff_fff0 })],
    ['a first list at the end', exif([TIME], { first: exif([TIME]).length - 1 })],
    ['a camera’s list beyond the end', exif([TIME], { camera: 0x7fff_ffff })],
    ['a camera’s list that is the first one', exif([TIME], { camera: 8 })],
    ['text beyond the end', exif([{ ...TIME, place: 0xffff_fff0 }])],
    ['text that runs beyond the end', exif([{ ...TIME, place: exif([TIME]).length - 19 }])],
    ['text that is longer than any time', exif([{ ...TIME, text: text.padEnd(300), count: 300 }])],
    ['text that has four billion letters', exif([{ ...TIME, count: 0xffff_ffff }])],
    ['text that has none', exif([{ ...TIME, count: 0 }])],
    ['text within the field', exif([{ ...TIME, count: 4 }])],
    ['a number instead of text', exif([{ ...TIME, type: 4 }])],
  ])('%s', (_, bytes) => {
    expect(readExifTime(bytes)).toBeUndefined();
  });

  it('but a list that claims more fields than there are bytes for is read as far as it goes', () => {
    expect(readExifTime(exif([TIME], { count: 0xffff }))).toBe(text);
  });

  it('whatever is cut off', () => {
    const whole = exif([TIME, OFFSET]);
    const texts = Array.from({ length: whole.length }, (_, length) =>
      readExifTime(whole.subarray(0, length)),
    );
    expect(new Set(texts)).toEqual(new Set([undefined, text]));
  });

  it('whichever bytes are others', () => {
    const random = randomNumbers(3);
    const whole = exif([TIME, OFFSET]);
    for (let round = 0; round < 5000; round++) {
      const bytes = Buffer.from(whole);
      for (let times = 0; times < 4; times++)
        bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      expect(readExifTime(bytes)?.length ?? 0).toBeLessThanOrEqual(46);
    }
  });
});
