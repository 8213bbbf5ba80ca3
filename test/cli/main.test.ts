import { expect, it } from 'vitest';
import { runHeimdex } from '../support/run-heimdex.ts';

it('shows the help on stderr and ends with 2 when it is called without a verb', async () => {
  for (const args of [[], ['models']]) {
    const { code, stdout, stderr } = await runHeimdex(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^Usage: heimdex/);
  }
});

it('says an unknown verb in the form of all errors, once', async () => {
  const { code, stderr } = await runHeimdex(['indx']);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: "heimdex: unknown command 'indx' (did you mean index?)\ntry: heimdex --help\n",
  });
});
