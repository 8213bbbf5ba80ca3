/** Every way heimdex can fail that is not a bug. Each has an exit code in src/cli/exit-codes.ts and a line in docs/cli.md. */
export const ERROR_CODES = [
  'usage',
  'config-invalid',
  'manifest-invalid',
  'image-unreadable',
  'path-not-found',
  'model-missing',
  'model-damaged',
  'network',
  'not-found-upstream',
  'access-denied-upstream',
  'transfer-mismatch',
  'library-missing',
  'library-damaged',
  'library-newer',
  'library-other-model',
  'busy',
  'disk-full',
  'disk',
  'ffmpeg-missing',
  'ffmpeg-failed',
  'media-unreadable',
  'demo-failed',
  'bound-missed',
  'interrupted',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

export interface HeimdexErrorDetails {
  /** One thing that the user can do next, written after "try:". */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** A failure that heimdex foresees: a sentence that names the thing, what was expected and what was got, and a next step. */
export class HeimdexError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, details: HeimdexErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'HeimdexError';
    this.code = code;
    this.hint = details.hint;
  }
}

/** The error that ends work after the user's or the system's request to stop. */
export function interrupted(cause?: unknown): HeimdexError {
  return new HeimdexError('interrupted', 'interrupted', { cause });
}

/** Throws `interrupted` when the signal has fired. */
export function throwIfInterrupted(signal: AbortSignal): void {
  if (signal.aborted) throw interrupted(signal.reason);
}

/** Whether an error carries the given Node error code, such as ENOENT. */
export function hasSystemCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
