import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import type { Context } from '../../../src/cli/context.ts';
import { showEvalProgress } from '../../../src/cli/render/eval-progress.ts';

function shown(interactive: boolean): string {
  const stderr = new PassThrough();
  const progress = showEvalProgress({
    host: { stderr },
    printer: { interactive, width: 80 },
  } as unknown as Context);
  progress.onAsked(7, 90);
  progress.onAsked(8, 90);
  progress.stop();
  return String(stderr.read() ?? '');
}

test('a terminal shows how many questions were asked, and gets its line and cursor back', () => {
  expect(shown(true)).toBe('\u001b[?25l\r\u001b[2Kasking: 7 of 90\r\u001b[2K\u001b[?25h');
});

test('elsewhere nothing is shown', () => {
  expect(shown(false)).toBe('');
});
