import { expect, it } from 'vitest';
import { pictureLines } from '../../../src/cli/render/picture-lines.ts';

/** Pixels by row, each of three numbers. */
const picture = (width: number, ...pixels: number[][]) => ({
  width,
  height: pixels.length / width,
  pixels: Uint8Array.from(pixels.flat()),
});
const cell = (upper: string, lower: string) => `\u001b[38;2;${upper};48;2;${lower}m▀`;

it('a picture has a line for two rows, each cell with its two colours', () => {
  const two = picture(2, [1, 2, 3], [4, 5, 6], [7, 8, 9], [10, 11, 12]);
  expect(pictureLines([two])).toEqual([`${cell('1;2;3', '7;8;9')}${cell('4;5;6', '10;11;12')}\u001b[0m`]);
});

it('pictures stand beside each other, and none is no line', () => {
  const one = (level: number) => picture(1, ...Array.from({ length: 4 }, () => [level, level, level]));
  const line = (level: string) => `${cell(level, level)}\u001b[0m`;
  const both = `${line('1;1;1')}  ${line('2;2;2')}`;
  expect(pictureLines([one(1), one(2)])).toEqual([both, both]);
  expect(pictureLines([])).toEqual([]);
});
