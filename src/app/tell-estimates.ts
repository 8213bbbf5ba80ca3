import type { IndexEvent } from '../domain/indexing.ts';
import type { Forecast } from './forecast.ts';

/** Between two estimates, milliseconds of work. */
const INTERVAL_MS = 1000;

/** Passes events on, follows the work by them, and adds what is still to come: with each video, and once a second. */
export function tellEstimates(
  onEvent: (event: IndexEvent) => void,
  forecast: Forecast,
  elapsed: () => number,
): (event: IndexEvent, videosLeft: number) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (event, videosLeft) => {
    onEvent(event);
    if (event.kind === 'frames') forecast.reach(event.time, event.duration);
    else if (event.kind !== 'video-started') return;
    const now = elapsed();
    if (event.kind === 'frames' && now - last < INTERVAL_MS) return;
    last = now;
    const [secondsLeft, pace] = [forecast.secondsLeft() ?? null, forecast.pace() ?? null];
    onEvent({ kind: 'estimate', videosLeft, secondsLeft, pace });
  };
}
