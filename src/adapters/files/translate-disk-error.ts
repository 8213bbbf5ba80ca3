import { HeimdexError, hasSystemCode } from '../../domain/errors.ts';

/** An error of the file system in heimdex's words; anything else comes back as it is. */
export function translateDiskError(error: unknown, action: string, path: string): unknown {
  if (error instanceof HeimdexError || !(error instanceof Error) || !('code' in error)) return error;
  const what = `cannot ${action} ${path}`;
  if (hasSystemCode(error, 'ENOSPC', 'EDQUOT')) {
    return new HeimdexError('disk-full', `${what}: the disk is full`, {
      hint: 'make room, then run it again',
      cause: error,
    });
  }
  if (hasSystemCode(error, 'EFBIG')) {
    return new HeimdexError('disk-full', `${what}: files may not be that large here`, {
      hint: 'choose a folder on another disk with --home FOLDER',
      cause: error,
    });
  }
  if (hasSystemCode(error, 'EACCES', 'EPERM', 'EROFS')) {
    return new HeimdexError('disk', `${what}: there is no permission to`, {
      hint: 'correct the permissions, or choose another folder with --home FOLDER',
      cause: error,
    });
  }
  return new HeimdexError('disk', `${what}: ${error.message}`, {
    hint: 'see whether the disk is sound',
    cause: error,
  });
}
