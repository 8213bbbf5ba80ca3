import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { CERTIFICATE } from '../../support/fake-hub/listen.ts';
import { needProgram } from '../../support/machine.ts';
import { someBytes } from '../../support/made-models.ts';
import { expectError, pullProgram } from '../../support/pull-program.ts';
import { startServer } from '../../support/start-server.ts';

const FILE = 'onnx/model.onnx';
// Large enough to be hashed in the thread, and to go past the parser of HTTP.
const content = someBytes(12_000_000);

test('a large file is hashed in a thread while it comes, over a connection that breaks', async () => {
  const made = await pullProgram({ [FILE]: content, 'tokenizer.json': content.subarray(0, 20) });
  made.hub.fault(FILE, { dropAfter: 5_000_001 });
  expect((await made.pull()).code).toBe(0);
  expect(made.hub.requests.map(({ headers }) => headers.range).filter(Boolean)).toEqual(['bytes=5000001-']);
  expect(await made.verifies()).toBe(true);
  made.expectNothingWrong();
});

test('a wrong byte in a large file is found, also in what an earlier pull left', async () => {
  const made = await pullProgram({ [FILE]: content });
  made.hub.always(FILE, { corrupt: 11_000_000 });
  expectError(await made.pull(), 5, /checksum mismatch: onnx\/model\.onnx of made/, /HF_ENDPOINT/);
  expect(made.kept()).toEqual([]);

  const again = await pullProgram({ [FILE]: content });
  const part = join(again.folder, `${FILE}.part`);
  mkdirSync(dirname(part), { recursive: true });
  writeFileSync(part, someBytes(9_000_000));
  chmodSync(part, 0o600);
  const { code, stderr } = await again.pull();
  expect(code).toBe(0);
  expect(stderr).toContain('begun again: its checksum was wrong');
  again.expectNothingWrong();
});

test('a large file comes over TLS', async () => {
  const hub = await startServer((_, response) => void response.end(content), { tls: true });
  const made = await pullProgram({ [FILE]: content });
  const env = { HF_ENDPOINT: hub.origin, NODE_EXTRA_CA_CERTS: CERTIFICATE };
  const { code, stderr } = await made.pull([], { env });
  expect(code, stderr).toBe(0);
  made.expectNothingWrong();
});

test('a body in chunks, whose length nobody says, comes whole', async () => {
  const hub = await startServer((_, response) => {
    for (let at = 0; at < content.length; at += 100_000) response.write(content.subarray(at, at + 100_000));
    response.end();
  });
  const made = await pullProgram({ [FILE]: content });
  const { code, stderr } = await made.pull([], { env: { HF_ENDPOINT: hub.origin } });
  expect(code, stderr).toBe(0);
  made.expectNothingWrong();
});

test('what comes in large and small pieces is right on a disk that is slower than the connection', async (context) => {
  const hub = await startServer(async (_, response) => {
    response.setHeader('content-length', content.length);
    // A block at once, which is written where it lies, and then so little at a time that nothing else is written.
    for (let at = 0, turn = 0; at < content.length; turn++) {
      const bytes = turn % 12 === 0 ? 1_300_000 : 40_000;
      response.write(content.subarray(at, at + bytes));
      at += bytes;
      await wait(30);
    }
    response.end();
  });
  const made = await pullProgram({ [FILE]: content });
  const slowly = ['-e', 'trace=pwrite64', '-e', 'inject=pwrite64:delay_enter=600000:when=2+5'];
  const before = [needProgram(context, 'strace'), '-f', '-qq', '-o', '/dev/null', ...slowly];
  const { code, stderr } = await made.pull([], { env: { HF_ENDPOINT: hub.origin }, before });
  made.expectNothingWrong();
  expect(code, stderr).toBe(0);
  expect(stderr).not.toContain('begun again');
});

test('Ctrl-C in the middle of a large file keeps what has come, and the thread ends with the program', async () => {
  const made = await pullProgram({ [FILE]: content });
  made.hub.fault(FILE, { stallAfter: 6_000_000 });
  const { code, stderr } = await made.pull([], {
    onStart: async (child) => {
      while (made.kept().every((file) => file.endsWith(' 0'))) await wait(10);
      child.kill('SIGINT');
    },
  });
  expect(code).toBe(130);
  expect(stderr).toMatch(/stopped, \d+\.\d of 12\.0 MB kept/);
  const { size } = statSync(join(made.folder, `${FILE}.part`));
  expect((await made.pull()).code).toBe(0);
  expect(made.hub.requests.at(-1)!.headers.range).toBe(`bytes=${size}-`);
  made.expectNothingWrong();
});
