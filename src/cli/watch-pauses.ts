import type { Host } from './host.ts';

/**
 * Stops the process in order when it is asked to pause (Ctrl-Z), and has it go on. ffmpeg, which a terminal asks as
 * well, stops of itself; asked alone, the process takes no more from its pipes, and ffmpeg waits for it.
 *
 * @returns what ends the watch
 */
export function watchPauses(host: Host, screen: { suspend(): void; resume(): void }): () => void {
  const removals = [
    host.onSignal('SIGTSTP', () => {
      screen.suspend();
      host.pauseNow();
    }),
    host.onSignal('SIGCONT', () => screen.resume()),
  ];
  return () => removals.forEach((remove) => void remove());
}
