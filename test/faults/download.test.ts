import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Fault } from '../support/fake-hub.ts';
import { someBytes } from '../support/made-models.ts';
import { expectError, expectErrorDocument, pullProgram } from '../support/pull-program.ts';
import { startServer } from '../support/start-server.ts';

// What a user sees of each fault, and what is left on the disk: the built program against the fake Hub. How the parts
// behave is tested beside them.

const FILE = 'onnx/model.onnx';
const content = someBytes(3_000_000);
/** Does something when a program has said something on stderr. */
function onceSaid(child: ChildProcessWithoutNullStreams, words: string, then: () => void): void {
  let said = '';
  child.stderr.on('data', (text: Buffer) => {
    if (said.includes(words)) return;
    said += text;
    if (said.includes(words)) then();
  });
}

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toUTCString();

describe('a fault that passes: the pull ends whole, with exit 0', () => {
  test.each<[string, Fault[], RegExp, (string | undefined)[]]>([
    [
      'D1 one broken connection',
      [{ dropAfter: 1_000_000 }],
      /was cut.*; waiting 1 s, then resumed at 1\.0 MB/,
      [undefined, 'bytes=1000000-'],
    ],
    [
      'D2 connections that break again and again, and bring something each time',
      Array(8).fill({ dropAfter: 350_000 }),
      /resumed at 350 kB[\s\S]*resumed at 2\.8 MB/,
      [undefined, ...Array.from({ length: 8 }, (_, index) => `bytes=${(index + 1) * 350_000}-`)],
    ],
    [
      'D4 a server that answers a range with the whole file',
      [{ dropAfter: 1_000_000 }, { ignoreRange: true }],
      /begun again: the server cannot go on from the middle/,
      [undefined, 'bytes=1000000-'],
    ],
    [
      'D6 a server that refuses a range',
      [{ dropAfter: 1_000_000 }, { status: 416 }],
      /begun again: the server cannot go on from the middle/,
      [undefined, 'bytes=1000000-', undefined],
    ],
    [
      'D7 a flipped byte that does not come again',
      [{ corrupt: 77 }],
      /begun again: its checksum was wrong/,
      [undefined, undefined],
    ],
    [
      'D11 too many requests, for one second',
      [{ status: 429, retryAfter: '1' }],
      /answered 429; waiting 1 s/,
      [undefined, undefined],
    ],
    [
      'D12 a server that is out of service twice',
      [{ status: 503 }, { status: 503 }],
      /answered 503; waiting 1 s[\s\S]*answered 503; waiting 1 s/,
      [undefined, undefined, undefined],
    ],
    [
      'D14 a server that does not answer once',
      [{ stall: true }],
      /the server did not answer.*; waiting 1 s/,
      [undefined, undefined],
    ],
    [
      'D14 a server that stops in the middle once',
      [{ stallAfter: 2_000_000 }],
      /no more bytes came.*resumed at 2\.0 MB/,
      [undefined, 'bytes=2000000-'],
    ],
  ])('%s', async (_, faults, said, ranges) => {
    const made = await pullProgram({ [FILE]: content });
    made.hub.fault(FILE, ...faults);
    // Only a stall is waited out: whatever else takes a second on a busy machine is none.
    const isStalled = faults.some(({ stall, stallAfter }) => stall || stallAfter !== undefined);
    const { code, stderr } = await made.pull(['--timeout', isStalled ? '3' : '60']);
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(said);
    expect(made.hub.requests.map(({ headers }) => headers.range)).toEqual(ranges);
    expect(readFileSync(join(made.folder, FILE)).equals(content)).toBe(true);
    expect(made.kept()).toEqual([`${FILE} 3000000`]);
    expect(await made.verifies()).toBe(true);
  });

  test('D11 too many requests, until a time of day', async () => {
    const made = await pullProgram({ [FILE]: content });
    // A date has whole seconds: two may mean little more than one.
    made.hub.fault(FILE, { status: 429, retryAfter: inSeconds(2) });
    const { code, stderr } = await made.pull();
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/answered 429; waiting [012] s, then begun again/);
  });

  test('D29 a file of no bytes needs no server', async () => {
    const made = await pullProgram({ [FILE]: content, empty: new Uint8Array() });
    made.hub.always('empty', { status: 416 });
    expect((await made.pull()).code).toBe(0);
    expect(made.kept()).toEqual(['empty 0', `${FILE} 3000000`]);
    expect(statSync(join(made.folder, 'empty')).mode & 0o777).toBe(0o444);
    expect(await made.verifies()).toBe(true);
  });
});

describe('a fault that stays: the pull ends in words', () => {
  test.each<[string, Fault, number, string, RegExp, RegExp, number]>([
    [
      'D7 a flipped byte that comes again',
      { corrupt: 77 },
      5,
      'transfer-mismatch',
      /^(?:heimdex: )?checksum mismatch: onnx\/model\.onnx of made: expected sha256 [0-9a-f]{64}, got [0-9a-f]{64}$/,
      /proxy or a mirror \(HF_ENDPOINT\)/,
      2,
    ],
    [
      'D8 a body that is too short, with a length that says so',
      { truncateClean: 1000 },
      5,
      'transfer-mismatch',
      /onnx\/model\.onnx of made: the answer has 1000 bytes where the manifest leaves 3000000$/,
      /proxy or a mirror/,
      1,
    ],
    [
      'D8 a page that asks to sign in',
      { html: true },
      5,
      'transfer-mismatch',
      /onnx\/model\.onnx of made: the answer has \d+ bytes where the manifest leaves 3000000$/,
      /proxy or a mirror/,
      1,
    ],
    [
      'D10 a body that is encoded',
      { gzip: true },
      5,
      'transfer-mismatch',
      /onnx\/model\.onnx of made: the answer is encoded \(gzip\) though plain bytes were asked for$/,
      /proxy or a mirror/,
      1,
    ],
    [
      'D13 a server that wants a token',
      { status: 401 },
      6,
      'access-denied-upstream',
      /onnx\/model\.onnx of made: access denied \(401\)$/,
      /accept the licence on the model's page and set HF_TOKEN/,
      1,
    ],
    [
      'D13 a licence that is not accepted',
      { status: 403 },
      6,
      'access-denied-upstream',
      /onnx\/model\.onnx of made: access denied \(403\)$/,
      /accept the licence/,
      1,
    ],
    [
      'D13 a file that the server does not have',
      { status: 404 },
      6,
      'not-found-upstream',
      /onnx\/model\.onnx of made: not found at this commit \(404\)$/,
      /HF_ENDPOINT/,
      1,
    ],
  ])('%s', async (_, fault, exit, code, message, hint, requests) => {
    const made = await pullProgram({ [FILE]: content });
    made.hub.always(FILE, fault);
    expectError(await made.pull(), exit, message, hint);
    expect(made.hub.requests).toHaveLength(requests);
    // Not even a part: nothing of such an answer is of use to a later pull.
    expect(made.kept()).toEqual([]);
    expectErrorDocument(await made.pull(['--json']), exit, code, message);
    expect(made.kept()).toEqual([]);
  });

  test('D11 a server that asks for hours is not waited for longer than a minute, and that is said', async () => {
    const made = await pullProgram({ [FILE]: content });
    made.hub.fault(FILE, { dropAfter: 1_000_000 }, { status: 429, retryAfter: '9999' });
    const result = await made.pull([], {
      onStart: (child) => onceSaid(child, 'the server asked for', () => child.kill('SIGINT')),
    });
    expect(result.stderr).toContain(
      'answered 429; waiting 1 min (the server asked for 2 h 47 min), then resumed at 1.0 MB',
    );
    // Whoever can't wait need not.
    expectError(result, 130, /stopped, 1\.0 of 3\.0 MB kept/, /run the same command again/);
    expect(made.kept()).toEqual([`${FILE}.part 1000000`]);
  });
});

describe('others that pull the same', () => {
  test('D24 three at once make one transfer: the others wait and end well', async () => {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    // Half of the file comes at once, the rest when both others have said that they wait.
    const server = await startServer(async (_, response) => {
      response.setHeader('content-length', content.length);
      response.write(content.subarray(0, 1_500_000));
      await released;
      response.end(content.subarray(1_500_000));
    });
    const made = await pullProgram({ [FILE]: content });
    let waiting = 0;
    const pull = () =>
      made.pull([], {
        env: { HF_ENDPOINT: server.origin },
        onStart: (child) => onceSaid(child, 'waiting for it', () => ++waiting === 2 && release()),
      });
    const results = await Promise.all([pull(), pull(), pull()]);
    expect(results.map(({ code }) => code)).toEqual([0, 0, 0]);
    const waited = results.filter(({ stderr }) =>
      // Who looks before the first has written its number can't name it.
      /another heimdex (\(pid \d+\) )?is pulling made/.test(stderr),
    );
    expect(waited).toHaveLength(2);
    // Each byte left the server once.
    expect(server.requests.map(({ headers }) => headers.range)).toEqual([undefined]);
    expect(await made.verifies()).toBe(true);
  });

  test('D24 one that is killed hands the transfer on: another goes on where it was', async () => {
    const made = await pullProgram({ [FILE]: content });
    made.hub.fault(FILE, { stallAfter: 2_000_000 });
    let kill = () => {};
    const first = made.pull(['--timeout', '3600'], {
      onStart: (child) => {
        kill = () => void child.kill('SIGKILL');
      },
    });
    while (made.kept().every((file) => file.endsWith(' 0'))) await wait(20);
    const second = made.pull([], { onStart: (child) => onceSaid(child, 'waiting for it', kill) });
    expect((await first).signal).toBe('SIGKILL');
    expect((await second).code).toBe(0);
    expect(made.hub.requests[1]!.headers.range).toMatch(/^bytes=[1-9]\d*-$/);
    expect(await made.verifies()).toBe(true);
  });

  test('D26 one that takes too long is not waited for: exit 8 with its process id', async () => {
    const made = await pullProgram({ [FILE]: content });
    made.hub.fault(FILE, { stall: true });
    let stop = () => {};
    let processId: number | undefined;
    const first = made.pull(['--timeout', '3600'], {
      onStart: (child) => {
        processId = child.pid;
        stop = () => void child.kill('SIGINT');
      },
    });
    while (made.hub.requests.length === 0) await wait(10);
    const message = new RegExp(`another heimdex \\(pid ${processId}\\) is pulling made$`);
    expectError(await made.pull(['--wait', '1']), 8, message, /when that one has ended/);
    expectErrorDocument(await made.pull(['--wait', '0', '--json']), 8, 'busy', message);
    expect(made.hub.requests).toHaveLength(1);
    stop();
    expect((await first).code).toBe(130);
    expect(readdirSync(join(made.home, 'models', 'made'))).not.toContain('pull.pid');
    expect((await made.pull(['--wait', '0'])).code).toBe(0);
  });
});

describe('a signal', () => {
  test.each([
    ['SIGINT', 130, 'before its answer', { stall: true }],
    ['SIGTERM', 143, 'before its answer', { stall: true }],
    ['SIGINT', 130, 'in the middle', { stallAfter: 1_200_000 }],
    ['SIGTERM', 143, 'in the middle', { stallAfter: 1_200_000 }],
  ] as const)('D27 %s ends with %i although the server stalls %s', async (name, exit, _, fault) => {
    const made = await pullProgram({ [FILE]: content });
    made.hub.fault(FILE, fault);
    const bytesHere = () => Number(made.kept()[0]?.split(' ')[1] ?? 0);
    const result = await made.pull(['--timeout', '3600'], {
      onStart: async (child) => {
        while (made.hub.requests.length === 0) await wait(10);
        while ('stallAfter' in fault && bytesHere() === 0) await wait(10);
        child.kill(name);
      },
    });
    const bytes = bytesHere();
    const share = new RegExp(`stopped, ${(bytes / 1e6).toFixed(1)} of 3\\.0 MB kept$`);
    expectError(result, exit, share, /run the same command again/);
    expect(made.kept()).toEqual(bytes === 0 ? [] : [`${FILE}.part ${bytes}`]);
    expect((await made.pull()).code).toBe(0);
    expect(made.hub.requests[1]!.headers.range).toBe(bytes === 0 ? undefined : `bytes=${bytes}-`);
    expect(made.kept()).toEqual([`${FILE} 3000000`]);
  });
});
