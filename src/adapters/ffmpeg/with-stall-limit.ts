import { startPatience } from './start-patience.ts';
import { unreadable } from './unreadable.ts';

/**
 * Waits for what ffmpeg gives next, but not for ever.
 *
 * @param what it should give: for the message
 * @throws HeimdexError `media-unreadable` when nothing came for `stallMs`
 */
export async function withStallLimit<T>(
  next: Promise<T>,
  { path, stallMs }: { readonly path: string; readonly stallMs: number },
  what: string,
): Promise<T> {
  let patience: { stop(): void } | undefined;
  const stalled = new Promise<never>((_, reject) => {
    patience = startPatience(stallMs, () =>
      reject(unreadable(path, `ffmpeg gave no ${what} for ${stallMs / 1000} s`)),
    );
  });
  try {
    return await Promise.race([next, stalled]);
  } finally {
    patience?.stop();
  }
}
