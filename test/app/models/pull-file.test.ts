import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SeenRequest } from '../../support/fake-hub.ts';
import { someBytes } from '../../support/made-models.ts';
import { failure, pullRig } from '../../support/pull-rig.ts';
import { startServer } from '../../support/start-server.ts';

const FILE = 'onnx/model.onnx';
const content = someBytes(3_000_000);

const rangesOf = (requests: readonly SeenRequest[]) => requests.map(({ headers }) => headers.range);

describe('a connection that breaks', () => {
  test('D1 is gone on with from where it broke', async () => {
    const rig = await pullRig(content);
    rig.hub.fault(FILE, { dropAfter: 1_000_000 });
    await rig.pull();
    expect(rig.isWhole()).toBe(true);
    expect(rangesOf(rig.hub.requests)).toEqual([undefined, 'bytes=1000000-']);
  });

  test('D2 may break any number of times while each try brings something', async () => {
    const rig = await pullRig(content);
    rig.hub.always(FILE, { dropAfter: 250_000 });
    await rig.pull();
    expect(rig.isWhole()).toBe(true);
    expect(rig.hub.requests).toHaveLength(12);
  });

  test('D3 is given up after six tries that bring nothing, with what is there kept', async () => {
    const rig = await pullRig(content);
    rig.hub.fault(FILE, { dropAfter: 1_000_000 });
    rig.hub.always(FILE, { dropAfter: 0 });
    const error = await failure(rig.pull());
    expect(error.code).toBe('network');
    expect(error.message).toContain('gave up after 6 tries, 1.0 MB kept');
    expect(rig.hub.requests).toHaveLength(7);
    expect(rig.part()!.equals(content.subarray(0, 1_000_000))).toBe(true);
    expect(rig.stored()).toBeUndefined();
  });

  test('D3 D4 is given up as well where a server that knows no ranges always breaks at the same place', async () => {
    const rig = await pullRig(content);
    rig.hub.always(FILE, { dropAfter: 1_000_000, ignoreRange: true });
    expect((await failure(rig.pull())).code).toBe('network');
    expect(rig.hub.requests).toHaveLength(7);
  });

  test('D3 is given up though each other try gets further than the one before: those bytes came once already', async () => {
    const rig = await pullRig(content);
    const fault = (dropAfter: number) => ({ dropAfter, ignoreRange: true }) as const;
    rig.hub.fault(
      FILE,
      fault(1_000_000),
      ...Array(6)
        .fill([fault(400_000), fault(900_000)])
        .flat(),
    );
    expect((await failure(rig.pull())).message).toContain('gave up after 6 tries');
    expect(rig.hub.requests).toHaveLength(7);
  });

  test('D1 leaves a part that a later pull goes on with', async () => {
    const rig = await pullRig(content);
    mkdirSync(dirname(rig.path), { recursive: true });
    writeFileSync(`${rig.path}.part`, content.subarray(0, 1_500_000));
    expect(await rig.pull()).toMatchObject({ files: 1, bytes: 1_500_000 });
    expect(rangesOf(rig.hub.requests)).toEqual(['bytes=1500000-']);
    expect(rig.isWhole()).toBe(true);
  });

  test('D3 waits longer after each try that brings nothing', async () => {
    const rig = await pullRig(content);
    rig.hub.always(FILE, { dropAfter: 0 });
    await failure(rig.pull());
    expect(rig.waits).toEqual([500, 1000, 2000, 4000, 8000]);
  });
});

describe('a server that stalls', () => {
  test('D14 before its answer is asked again', async () => {
    const rig = await pullRig(content);
    rig.hub.fault(FILE, { stall: true });
    await rig.pull();
    expect(rig.isWhole()).toBe(true);
  });

  test('D14 in the middle of its answer is asked for the rest', async () => {
    const rig = await pullRig(content);
    rig.hub.fault(FILE, { stallAfter: 2_000_000 });
    await rig.pull();
    expect(rangesOf(rig.hub.requests)).toEqual([undefined, 'bytes=2000000-']);
    expect(rig.isWhole()).toBe(true);
  });

  test('D14 always is given up', async () => {
    const rig = await pullRig(content);
    rig.hub.always(FILE, { stall: true });
    expect((await failure(rig.pull())).code).toBe('network');
  });
});

describe('wrong content', () => {
  test('D7 is fetched once more from its beginning', async () => {
    const rig = await pullRig(content);
    rig.hub.fault(FILE, { corrupt: 77 });
    await rig.pull();
    expect(rig.isWhole()).toBe(true);
    expect(rangesOf(rig.hub.requests)).toEqual([undefined, undefined]);
  });

  test('D7 that comes again is refused, and nothing of it stays', async () => {
    const rig = await pullRig(content);
    rig.hub.always(FILE, { corrupt: 77 });
    const error = await failure(rig.pull());
    expect(error.code).toBe('transfer-mismatch');
    expect(error.message).toMatch(
      /checksum mismatch: onnx\/model\.onnx of made: expected sha256 [0-9a-f]{64}, got /,
    );
    expect(rig.hub.requests).toHaveLength(2);
    expect(rig.stored()).toBeUndefined();
    expect(rig.part()).toBeUndefined();
  });

  test('D7 in a part that was left is found out at the end, and the file fetched from its beginning', async () => {
    const rig = await pullRig(content);
    mkdirSync(dirname(rig.path), { recursive: true });
    writeFileSync(`${rig.path}.part`, someBytes(1_500_000));
    await rig.pull();
    expect(rig.isWhole()).toBe(true);
  });

  test('D8 of another length is refused before a byte is written', async () => {
    const rig = await pullRig(content);
    rig.hub.always(FILE, { truncateClean: 1000 });
    const error = await failure(rig.pull());
    expect(error.code).toBe('transfer-mismatch');
    expect(error.message).toContain('1000 bytes where the manifest leaves 3000000');
    expect(rig.part()).toBeUndefined();
    expect(rig.hub.requests).toHaveLength(1);
  });

  test('D8 that is a web page is refused before a byte is written', async () => {
    const rig = await pullRig(content);
    rig.hub.always(FILE, { html: true });
    expect((await failure(rig.pull())).code).toBe('transfer-mismatch');
    expect(rig.part()).toBeUndefined();
  });

  test('D8 that is a web page of unknown length is refused before a byte is written', async () => {
    const server = await startServer((_, response) => {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.write('<html>');
      response.end('Please sign in');
    });
    const rig = await pullRig(content, { source: { endpoint: server.origin } });
    const error = await failure(rig.pull());
    expect(error.code).toBe('transfer-mismatch');
    expect(error.message).toContain('the answer is a web page, not the file');
    expect(rig.part()).toBeUndefined();
    expect(server.requests).toHaveLength(1);
  });

  test('D10 that is compressed is refused', async () => {
    const rig = await pullRig(content);
    rig.hub.always(FILE, { gzip: true });
    const error = await failure(rig.pull());
    expect(error.code).toBe('transfer-mismatch');
    expect(error.message).toContain('encoded (gzip)');
  });

  test('D8 that goes on past the end of the file is refused there', async () => {
    const rig = await pullRig(content);
    rig.hub.always(FILE, { endless: 5_000_000 });
    const error = await failure(rig.pull());
    expect(error.code).toBe('transfer-mismatch');
    expect(error.message).toContain('longer than the 3.0 MB expected');
    expect(rig.hub.requests).toHaveLength(1);
    expect(rig.stored()).toBeUndefined();
    expect(rig.part()?.length ?? 0).toBeLessThanOrEqual(content.length);
  });

  test('in a part that is longer than the file is thrown away', async () => {
    const rig = await pullRig(content);
    mkdirSync(dirname(rig.path), { recursive: true });
    writeFileSync(`${rig.path}.part`, someBytes(content.length + 1));
    await rig.pull();
    expect(rig.events.map(({ type }) => type)).not.toContain('restarted');
    expect(rig.isWhole()).toBe(true);
  });
});

describe('a server without ranges', () => {
  test('D4 that answers with the whole file makes the pull begin again', async () => {
    const rig = await pullRig(content);
    rig.hub.fault(FILE, { dropAfter: 1_000_000 }, { ignoreRange: true });
    await rig.pull();
    expect(rig.isWhole()).toBe(true);
    expect(rig.hub.requests).toHaveLength(2);
  });

  test('D6 that answers 416 makes the pull ask for the whole file', async () => {
    const rig = await pullRig(content);
    rig.hub.fault(FILE, { dropAfter: 1_000_000 }, { status: 416 });
    await rig.pull();
    expect(rig.isWhole()).toBe(true);
    expect(rangesOf(rig.hub.requests)).toEqual([undefined, 'bytes=1000000-', undefined]);
  });

  test('D4 that answers with another range makes the pull ask for the whole file', async () => {
    const rig = await pullRig(content);
    rig.hub.fault(FILE, { dropAfter: 1_000_000 }, { wrongRange: true });
    await rig.pull();
    expect(rig.isWhole()).toBe(true);
    expect(rangesOf(rig.hub.requests)).toEqual([undefined, 'bytes=1000000-', undefined]);
  });
});
