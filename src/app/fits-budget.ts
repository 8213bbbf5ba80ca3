import { HeimdexError } from '../domain/errors.ts';
import type { MediaProber } from '../domain/ports/media.ts';
import { toSeconds } from '../domain/time.ts';
import type { Work } from './find-work.ts';
import type { Forecast } from './forecast.ts';

/**
 * Whether a video may be begun: by the pace of late it would end before the time is used up. One whose length or pace
 * is not known may, while there is time.
 *
 * @param budget seconds of work
 */
export async function fitsBudget(
  work: Work,
  budget: number | undefined,
  forecast: Forecast,
  { prober, elapsed }: { readonly prober: MediaProber; readonly elapsed: () => number },
  signal: AbortSignal,
): Promise<boolean> {
  if (budget === undefined) return true;
  const left = budget - elapsed() / 1000;
  if (left <= 0) return false;
  const pace = forecast.pace();
  if (pace === undefined) return true;
  try {
    const facts = await prober.probe(work.file.absolutePath, signal);
    return facts === undefined || toSeconds(facts.duration) / pace <= left;
  } catch (error) {
    // What is wrong with the file is said when its turn has come.
    if (error instanceof HeimdexError && error.code === 'media-unreadable') return true;
    throw error;
  }
}
