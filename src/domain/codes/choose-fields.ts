import { type Field, STEP_ERRORS, WIDEST } from './code-rule.ts';

/**
 * Shares the bits of a code out among axes so that the error that is left over all of them is least (each bit goes where it
 * takes most of the error away), and packs them into fields of four bits.
 *
 * @param variances along each axis, largest first
 * @returns a field for each of the first axes; the others get none
 */
export function chooseFields(variances: ArrayLike<number>, columns: number): Field[] {
  const widths = new Array<number>(variances.length).fill(0);
  const gain = (axis: number) => {
    const width = widths[axis]!;
    return width === WIDEST ? 0 : variances[axis]! * (STEP_ERRORS[width]! - STEP_ERRORS[width + 1]!);
  };
  for (let bit = 0; bit < columns * 8; bit++) {
    let best = 0;
    // Behind the first axis without a bit there is nothing to gain: variances fall.
    for (let axis = 1; axis < widths.length && widths[axis - 1]! > 0; axis++)
      if (gain(axis) > gain(best)) best = axis;
    widths[best] = Math.min(WIDEST, widths[best]! + 1);
  }
  return pack(widths, columns * 2);
}

/** Widest first, each into the first field that has room; narrower where none has. */
function pack(widths: readonly number[], nibbles: number): Field[] {
  const used = new Array<number>(nibbles).fill(0);
  const fields: Field[] = [];
  for (const wanted of widths) {
    let width = wanted;
    let nibble = -1;
    for (; width > 0 && nibble < 0; width--) {
      nibble = used.findIndex((bits) => bits + width <= WIDEST);
      if (nibble >= 0) break;
    }
    if (nibble < 0) break;
    fields.push({ nibble, shift: used[nibble]!, width });
    used[nibble]! += width;
  }
  return fields;
}
