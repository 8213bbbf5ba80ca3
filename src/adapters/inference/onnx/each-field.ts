import type { Field, ProtobufCursor } from './protobuf-cursor.ts';

/** What is read of a message: its fields by number. All others are passed over. */
export interface Wanted {
  /** Texts, tensors, graphs; `end` is the offset behind the field. */
  readonly bytes?: Readonly<Record<number, (field: Field, end: number) => void>>;
  readonly numbers?: Readonly<Record<number, (value: number) => void>>;
}

/** Goes through the fields of a message that ends at the offset `end`. */
export function eachField(cursor: ProtobufCursor, end: number, wanted: Wanted): void {
  for (let field = cursor.next(end); field !== undefined; field = cursor.next(end)) {
    if (field.wire === 0) {
      wanted.numbers?.[field.number]?.(field.value);
      continue;
    }
    const after = cursor.position + field.value;
    if (field.wire === 2) wanted.bytes?.[field.number]?.(field, after);
    cursor.position = after;
  }
}
