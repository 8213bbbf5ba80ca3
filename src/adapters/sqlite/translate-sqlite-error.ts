import { HeimdexError, hasSystemCode } from '../../domain/errors.ts';

/** An SQLite or file-system error as heimdex's own; anything else comes back as it was. */
export function translateSqliteError(error: unknown, path: string): unknown {
  if (error instanceof HeimdexError || !(error instanceof Error)) return error;
  const code = 'code' in error ? String(error.code) : '';
  const fail = (...args: ConstructorParameters<typeof HeimdexError>) =>
    new HeimdexError(args[0], args[1], { ...args[2], cause: error });
  if (code.startsWith('SQLITE_NOTADB')) {
    return fail('library-damaged', `${path} is not a heimdex library`, {
      hint: 'name another file with --db FILE',
    });
  }
  // Of damage in what it keeps itself FTS5 says nothing else.
  if (code.startsWith('SQLITE_CORRUPT') || (code === 'SQLITE_ERROR' && /\bfts5\b/.test(error.message))) {
    return fail('library-damaged', `the library ${path} is damaged: ${error.message}`, {
      hint: 'heimdex verify tells what is damaged; restore it from a copy, or move it away and index again',
    });
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return fail('busy', `the library ${path} is in use by another program`, {
      hint: 'wait until it has ended',
    });
  }
  if (code === 'SQLITE_FULL' || hasSystemCode(error, 'ENOSPC', 'EDQUOT')) {
    return fail('disk-full', `no space left for the library ${path}`, {
      hint: 'free some space; what was indexed is safe',
    });
  }
  if (code.startsWith('SQLITE_READONLY')) {
    return fail('disk', `the library ${path} may not be written by this user`, {
      hint: 'correct the permissions of the file and its folder, or name another with --db FILE',
    });
  }
  if (
    /^SQLITE_(CANTOPEN|IOERR|PERM|AUTH)/.test(code) ||
    hasSystemCode(
      error,
      'EACCES',
      'EPERM',
      'EROFS',
      'ENOENT',
      'ENOTDIR',
      'EEXIST',
      'ELOOP',
      'ENAMETOOLONG',
      'EIO',
    )
  ) {
    return fail('disk', `the library ${path} can't be used: ${error.message}`, {
      hint: 'check the folder and its permissions',
    });
  }
  return error;
}
