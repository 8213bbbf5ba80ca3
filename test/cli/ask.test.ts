import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { ask, canAsk } from '../../src/cli/ask.ts';
import type { Context } from '../../src/cli/context.ts';
import { failure } from '../support/pull-rig.ts';

function context(
  more: { isTTY?: boolean; interactive?: boolean; json?: boolean; signal?: AbortSignal } = {},
) {
  const stdin = Object.assign(new PassThrough(), { isTTY: more.isTTY ?? true });
  const stderr = new PassThrough();
  const signal = more.signal ?? new AbortController().signal;
  const { interactive = true, json = false } = more;
  return {
    stdin,
    stderr,
    context: { host: { stdin, stderr }, printer: { interactive }, json, signal } as unknown as Context,
  };
}

describe('ask', () => {
  it.each([
    ['y\n', true],
    ['Yes\n', true],
    ['n\n', false],
    ['\n', false],
    ['yellow\n', false],
  ])('takes %j for %s', async (answer, agreed) => {
    const { stdin, stderr, context: asked } = context();
    stdin.write(answer);
    expect(await ask(asked, 'change these pins?')).toBe(agreed);
    expect(String(stderr.read())).toContain('change these pins? [y/N] ');
  });

  it('ends with the interruption', async () => {
    const controller = new AbortController();
    const { context: asked } = context({ signal: controller.signal });
    const answer = ask(asked, 'sure?');
    controller.abort(130);
    expect((await failure(answer)).code).toBe('interrupted');
  });

  it('asks only where somebody sits at a terminal', () => {
    expect(canAsk(context().context)).toBe(true);
    for (const more of [{ isTTY: false }, { interactive: false }, { json: true }]) {
      expect(canAsk(context(more).context)).toBe(false);
    }
  });
});
