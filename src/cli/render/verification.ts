import type { LibraryVerification } from '../../app/verify-library.ts';
import { printable } from '../../domain/printable.ts';
import { counted } from './counted.ts';

/** What a check of the library found, for people: a line a fault, and what to do about them. */
export function verificationLines({ videos, faults }: LibraryVerification, library: string): string[] {
  if (faults.length === 0) return [`${printable(library)}: ${counted(videos, 'video')}, all as written`];
  return [
    ...faults.map(({ kind, message, path }) =>
      printable(`${kind}: ${path === undefined ? '' : `${path}: `}${message}`),
    ),
    `${printable(library)} is damaged: restore it from a copy, or move it away and index again`,
  ];
}

/** The JSON form, docs/cli.md "verify". */
export function verificationDocument({ videos, faults }: LibraryVerification, library: string): unknown {
  return {
    schema: 'heimdex.verify-library/1',
    library,
    ok: faults.length === 0,
    videos,
    faults: faults.map(({ kind, message, path }) => ({ kind, path: path ?? null, message })),
  };
}
