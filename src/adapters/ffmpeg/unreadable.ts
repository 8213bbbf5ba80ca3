import { HeimdexError } from '../../domain/errors.ts';

/** The error for a file that ffmpeg gets nothing out of. */
export function unreadable(path: string, reason: string): HeimdexError {
  return new HeimdexError('media-unreadable', `${path}: ${reason}`);
}
