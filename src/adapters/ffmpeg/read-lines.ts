import type { Readable } from 'node:stream';

/** Of a longer line only the beginning is kept, in characters: a stream may never end its line. */
const LONGEST_LINE = 4096;

/** Calls back with each whole line of a text, as fast as it comes. */
export function readLines(stream: Readable, onLine: (line: string) => void): void {
  let begun = '';
  stream.setEncoding('utf8');
  stream.on('error', () => {});
  stream.on('data', (chunk: string) => {
    const [first, ...rest] = chunk.split(/\r?\n/);
    if (begun.length < LONGEST_LINE) begun += first!.slice(0, LONGEST_LINE);
    for (const next of rest) {
      onLine(begun);
      begun = next.slice(0, LONGEST_LINE);
    }
  });
  stream.on('end', () => {
    if (begun !== '') onLine(begun);
  });
}
