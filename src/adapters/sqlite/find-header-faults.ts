import { closeSync, openSync, readSync, statSync } from 'node:fs';
import type { LibraryFault } from '../../domain/ports/library.ts';

const HEADER_BYTES = 100;

/**
 * What is wrong in the first bytes of a library that SQLite does not mind while it only reads
 * (https://www.sqlite.org/fileformat2.html, section 1.3). To be called while this process has the library not open:
 * closing a file gives back all locks that the process holds on it.
 */
export function findHeaderFaults(path: string): LibraryFault[] {
  // What a log holds of the first page counts more than the file's.
  if ((statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0) return [];
  const header = readStart(path);
  const faults: string[] = [];
  const expect = (what: string, holds: boolean) => {
    if (!holds) faults.push(what);
  };
  expect('format versions', header[18] === header[19] && (header[18] === 1 || header[18] === 2));
  expect('reserved space', header[20] === 0);
  expect('schema format', header.readUInt32BE(44) === 4);
  expect('cache size', header.readUInt32BE(48) === 0);
  expect('vacuum modes', header.readUInt32BE(52) === 0 && header.readUInt32BE(64) === 0);
  expect('text encoding', header.readUInt32BE(56) === 1);
  expect(
    'unused bytes',
    header.subarray(72, 92).every((byte) => byte === 0),
  );
  return faults.map((what) => ({ kind: 'header', message: `the file's header: ${what} not as written` }));
}

function readStart(path: string): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  const file = openSync(path, 'r');
  try {
    readSync(file, header, 0, HEADER_BYTES, 0);
  } finally {
    closeSync(file);
  }
  return header;
}
