import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { madeModel, someBytes } from '../../support/made-models.ts';
import { oneFile, programWithModel } from '../../support/program-with-model.ts';

test('D24 two pulls of one model at once make one transfer', async () => {
  const { hub, pull } = await programWithModel(oneFile(1_000_000));
  let said = () => {};
  const waiting = new Promise<void>((resolve) => {
    said = resolve;
  });
  hub.always('model.onnx', { stallAfter: 500_000, until: waiting });
  const first = pull();
  while (hub.requests.length === 0) await wait(10);
  const second = pull({
    onStart: (child) =>
      child.stderr.on('data', (text) => String(text).includes('waiting for it') && said()).on('end', said),
  });
  const [one, two] = await Promise.all([first, second]);
  expect([one.code, two.code]).toEqual([0, 0]);
  expect(two.stderr).toMatch(/another heimdex \(pid \d+\) is pulling made: waiting for it/);
  expect(hub.requests).toHaveLength(1);
});

test('D26 a pull that has waited long enough for another ends with exit 8', async () => {
  const { hub, run, pull } = await programWithModel(oneFile(1_000_000));
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  hub.always('model.onnx', { stallAfter: 500_000, until: ended });
  const first = pull();
  while (hub.requests.length === 0) await wait(10);
  const second = await run(['models', 'pull', 'made', '--no-self-test', '--wait', '0']);
  end();
  expect(second.code).toBe(8);
  expect(second.stderr).toMatch(/heimdex: another heimdex \(pid \d+\) is pulling made\ntry: /);
  expect((await first).code).toBe(0);
});

describe('an end from outside', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    'D27 %s stops before the file is whole and keeps what has come; the next pull goes on',
    async (name, exit) => {
      const { hub, run, folder, pull } = await programWithModel(oneFile(3_000_000));
      hub.fault('model.onnx', { stallAfter: 2_000_000 });
      const part = join(folder, 'onnx/model.onnx.part');
      const { code, stderr } = await pull({
        onStart: async (child) => {
          while (!statSync(part, { throwIfNoEntry: false })?.size) await wait(10);
          child.kill(name);
        },
      });
      expect(code).toBe(exit);
      expect(stderr).toMatch(/heimdex: stopped, [0-2]\.\d of 3\.0 MB kept\ntry: run the same command again/);
      const kept = statSync(part).size;
      expect(kept).toBeGreaterThan(0);
      expect((await pull()).code).toBe(0);
      expect(hub.requests[1]!.headers.range).toBe(`bytes=${kept}-`);
      expect((await run(['models', 'verify', 'made'])).code).toBe(0);
    },
  );

  test('D23 SIGKILL, twice on the way, leaves nothing that a third pull can’t bring to a verified end', async () => {
    const { hub, run, folder, pull } = await programWithModel(
      madeModel('made', {
        'onnx/model.onnx': someBytes(4_000_000),
        a: someBytes(1_500_000),
        b: someBytes(10),
      }),
    );
    hub.always('', { slow: { bytes: 200_000, everyMs: 60 } });
    for (const delay of [250, 350]) {
      const before = hub.requests.length;
      const killed = await pull({
        onStart: async (child) => {
          while (hub.requests.length === before) await wait(5);
          await wait(delay);
          child.kill('SIGKILL');
        },
      });
      expect(killed.signal).toBe('SIGKILL');
      const { stdout } = await run(['models', 'verify', 'made', '--json']);
      const states = JSON.parse(stdout).files.map((file: { state: string }) => file.state);
      expect(states).not.toContain('hash');
      expect(states).not.toContain('size');
    }
    expect((await pull()).code).toBe(0);
    expect((await run(['models', 'verify', 'made'])).code).toBe(0);
    expect(statSync(join(folder, 'onnx/model.onnx')).mode & 0o777).toBe(0o444);
  });
});
