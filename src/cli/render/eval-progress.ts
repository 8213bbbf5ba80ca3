import type { Context } from '../context.ts';

export interface EvalProgress {
  onAsked(asked: number, all: number): void;
  /** Takes the line away and gives the cursor back. */
  stop(): void;
}

/** Shows at a terminal how many questions have been asked. */
export function showEvalProgress({ host: { stderr }, printer }: Context): EvalProgress {
  if (!printer.interactive) return { onAsked() {}, stop() {} };
  let drawnAt = Number.NEGATIVE_INFINITY;
  stderr.write('\u001b[?25l');
  return {
    onAsked(asked, all) {
      // Ten times a second is all that a person can follow.
      if (performance.now() - drawnAt < 100) return;
      drawnAt = performance.now();
      stderr.write(`\r\u001b[2K${`asking: ${asked} of ${all}`.slice(0, printer.width - 1)}`);
    },
    stop: () => void stderr.write('\r\u001b[2K\u001b[?25h'),
  };
}
