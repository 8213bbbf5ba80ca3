import type { IndexEvent } from '../domain/indexing.ts';
import type { Forecast } from './forecast.ts';

/** Between two estimates, milliseconds of work. */
const INTERVAL_MS = 1000;

/**
 * Passes events of one stage's work on, follows it by them, and adds what is still to come in all stages: with each
 * video, and once a second.
 */
export function tellEstimates(
  onEvent: (event: IndexEvent) => void,
  forecasts: readonly Forecast[],
  elapsed: () => number,
): (event: IndexEvent, current: Forecast, videosLeft: number) => void {
  let last = Number.NEGATIVE_INFINITY;
  const secondsLeft = () => {
    const each = forecasts.map((forecast) => forecast.secondsLeft());
    // A stage whose speed nobody knows may take longer than all others.
    return each.reduce((sum, one) => (sum === undefined || one === undefined ? undefined : sum + one), 0);
  };
  return (event, current, videosLeft) => {
    onEvent(event);
    const isStep = event.kind === 'frames' || event.kind === 'heard';
    if (isStep) current.reach(event.time, event.duration);
    else if (event.kind !== 'video-started') return;
    const now = elapsed();
    if (isStep && now - last < INTERVAL_MS) return;
    last = now;
    onEvent({
      kind: 'estimate',
      videosLeft,
      secondsLeft: secondsLeft() ?? null,
      pace: current.pace() ?? null,
    });
  };
}
