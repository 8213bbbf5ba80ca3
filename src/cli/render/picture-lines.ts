import type { RgbImage } from '../../domain/frame.ts';

/** The upper half of a cell in one colour, the lower in the other. */
const HALVES = '▀';
const RESET = '\u001b[0m';

/** Pictures of one height beside each other, two pixels a cell, in true colours. */
export function pictureLines(pictures: readonly RgbImage[]): string[] {
  const height = pictures[0]?.height ?? 0;
  return Array.from({ length: Math.floor(height / 2) }, (_, row) =>
    pictures.map((picture) => `${lineOf(picture, row * 2)}${RESET}`).join('  '),
  );
}

function lineOf({ width, pixels }: RgbImage, row: number): string {
  let line = '';
  for (let x = 0; x < width; x++) {
    const colour = (y: number) => {
      const at = (y * width + x) * 3;
      return `${pixels[at]};${pixels[at + 1]};${pixels[at + 2]}`;
    };
    line += `\u001b[38;2;${colour(row)};48;2;${colour(row + 1)}m${HALVES}`;
  }
  return line;
}
