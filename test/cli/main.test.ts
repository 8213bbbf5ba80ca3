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

it('tells who searches for an unwanted word without quotes to put the query in quotes', async () => {
  for (const args of [
    ['search', 'city', '-night'],
    ['search', '-night', 'city'],
  ]) {
    const { code, stderr } = await runHeimdex(args);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr:
        'heimdex: unknown option \'-night\'\ntry: put the query in quotes: heimdex search "city -night"\n',
    });
  }
  const quoted = await runHeimdex(['search', '-night city']);
  expect(quoted).toMatchObject({
    code: 2,
    stderr:
      'heimdex: unknown option \'-night city\'\ntry: put -- before a query that begins with a minus: heimdex search -- "-night city"\n',
  });
  for (const [args, help] of [
    [['search', 'city', '--night'], 'heimdex search --help'],
    [['index', '-night'], 'heimdex index --help'],
    [['models', 'add', '--night'], 'heimdex models add --help'],
    [['-night'], 'heimdex --help'],
  ] as const) {
    const { code, stderr } = await runHeimdex([...args]);
    expect({ code, hint: stderr.split('\n')[1] }).toEqual({ code: 2, hint: `try: ${help}` });
  }
});
