/** Numbers of tags (Exif 2.32, 4.6): where the camera's own fields lie, when the shutter opened, in which zone. */
const EXIF_FIELDS = 0x8769;
const DATE_TIME_ORIGINAL = 0x9003;
const OFFSET_TIME_ORIGINAL = 0x9011;

/** Bytes of a field: number, type, count, and value or place (TIFF 6.0, section 2). */
const FIELD_BYTES = 12;
const TEXT = 2;
/** No time needs more; what claims more is none. */
const LONGEST_TEXT = 40;

/**
 * When a photo was taken, as its Exif says: `2024:05:17 10:30:00`, with the offset from UTC behind it where the camera
 * knew it; undefined where it does not say. Whatever the bytes are, nothing outside of them is read, and each list of
 * fields once.
 *
 * @param exif with or without the `Exif` mark of JPEG before it
 */
export function readExifTime(exif: Uint8Array): string | undefined {
  const mark = Buffer.from(exif.buffer, exif.byteOffset, exif.byteLength);
  const bytes = mark.toString('latin1', 0, 6) === 'Exif\0\0' ? mark.subarray(6) : mark;
  const order = bytes.toString('latin1', 0, 4);
  if (bytes.length < 8 || (order !== 'II*\0' && order !== 'MM\0*')) return undefined;
  const reader = createReader(bytes, order === 'II*\0');
  const fields = reader.longOf(reader.fieldsAt(reader.long(4)), EXIF_FIELDS);
  if (fields === undefined) return undefined;
  const camera = reader.fieldsAt(fields);
  const time = reader.textOf(camera, DATE_TIME_ORIGINAL);
  const offset = reader.textOf(camera, OFFSET_TIME_ORIGINAL);
  if (time === undefined) return undefined;
  return offset !== undefined && /^[+-]\d\d:\d\d$/.test(offset) ? `${time}${offset}` : time;
}

/** Reads a TIFF structure; what does not lie within its bytes is taken for missing. */
function createReader(bytes: Buffer, isLittle: boolean) {
  const short = (at: number) => (isLittle ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const long = (at: number) => (isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  /** Where a field of a list begins. */
  const find = (fields: readonly number[], tag: number) => fields.find((at) => short(at) === tag);
  return {
    long,
    /** Where the fields of a list begin, as many as there are bytes for. */
    fieldsAt(place: number): number[] {
      if (place + 2 > bytes.length) return [];
      const room = Math.floor((bytes.length - place - 2) / FIELD_BYTES);
      const count = Math.min(short(place), room);
      return Array.from({ length: count }, (_, index) => place + 2 + index * FIELD_BYTES);
    },
    longOf(fields: readonly number[], tag: number): number | undefined {
      const at = find(fields, tag);
      return at === undefined ? undefined : long(at + 8);
    },
    textOf(fields: readonly number[], tag: number): string | undefined {
      const at = find(fields, tag);
      if (at === undefined || short(at + 2) !== TEXT) return undefined;
      const length = long(at + 4);
      // Up to four bytes stand in the field itself: too few for any time.
      if (length <= 4 || length > LONGEST_TEXT) return undefined;
      const place = long(at + 8);
      if (place + length > bytes.length) return undefined;
      return bytes
        .toString('latin1', place, place + length)
        .replace(/\0.*$/s, '')
        .trim();
    },
  };
}
