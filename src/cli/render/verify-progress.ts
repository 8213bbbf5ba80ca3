import type { Context } from '../context.ts';
import { createEventWriter } from './progress-events.ts';

export interface VerifyProgress {
  onProgress(checked: number, videos: number): void;
  /** Takes the line away and gives the cursor back. */
  stop(): void;
}

/** Shows how far the check of a library is: a line at a terminal, NDJSON events where asked for, else nothing. */
export function showVerifyProgress({ host, printer, progressEvents }: Context): VerifyProgress {
  if (progressEvents) {
    const writer = createEventWriter(host.stderr);
    return {
      onProgress: (checked, videos) =>
        writer.throttled('checked', {
          schema: 'heimdex.verify-library-event/1',
          kind: 'checked',
          checked,
          videos,
        }),
      stop() {},
    };
  }
  if (!printer.interactive) return { onProgress() {}, stop() {} };
  const { stderr } = host;
  let drawnAt = Number.NEGATIVE_INFINITY;
  stderr.write('\u001b[?25l');
  return {
    onProgress(checked, videos) {
      // Ten times a second is all that a person can follow.
      if (performance.now() - drawnAt < 100) return;
      drawnAt = performance.now();
      stderr.write(`\r\u001b[2K${`checking: ${checked} of ${videos} videos`.slice(0, printer.width - 1)}`);
    },
    stop: () => void stderr.write('\r\u001b[2K\u001b[?25h'),
  };
}
