import type { ErrorCode } from '../domain/errors.ts';

export const EXIT_DONE = 0;
export const EXIT_BUG = 1;
export const EXIT_USAGE = 2;
/** The work is done, but some files were skipped or damaged. */
export const EXIT_PARTIAL = 3;
export const EXIT_MODEL_MISSING = 4;
export const EXIT_DAMAGED = 5;
export const EXIT_NOTHING_FOUND = 10;
/** What was measured does not keep to a bound that the user set. */
export const EXIT_BOUND_MISSED = 12;
export const EXIT_INTERRUPTED = 130;
export const EXIT_TERMINATED = 143;

/** A code without an exit number does not compile. */
export const EXIT_OF_ERROR: Readonly<Record<ErrorCode, number>> = {
  usage: EXIT_USAGE,
  'config-invalid': EXIT_USAGE,
  'manifest-invalid': EXIT_USAGE,
  'image-unreadable': EXIT_USAGE,
  'path-not-found': EXIT_USAGE,
  'model-missing': EXIT_MODEL_MISSING,
  'model-damaged': EXIT_DAMAGED,
  network: 6,
  'not-found-upstream': 6,
  'access-denied-upstream': 6,
  'transfer-mismatch': EXIT_DAMAGED,
  'library-missing': 7,
  'library-damaged': 7,
  'library-newer': 7,
  'library-other-model': 7,
  busy: 8,
  'disk-full': 9,
  disk: 9,
  'ffmpeg-missing': 11,
  'ffmpeg-failed': EXIT_PARTIAL,
  'media-unreadable': EXIT_PARTIAL,
  'demo-failed': EXIT_BUG,
  'bound-missed': EXIT_BOUND_MISSED,
  interrupted: EXIT_INTERRUPTED,
};
