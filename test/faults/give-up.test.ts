import { expect, test } from 'vitest';
import { someBytes } from '../support/made-models.ts';
import { expectError, pullProgram } from '../support/pull-program.ts';

const FILE = 'onnx/model.onnx';
const content = someBytes(3_000_000);

// The two wait for 15 seconds between their tries, and do so together.
test('D3 D14 a server that brings no more bytes, or never answers, is given up after six tries', async () => {
  const dropping = await pullProgram({ [FILE]: content });
  dropping.hub.fault(FILE, { dropAfter: 1_000_000 });
  dropping.hub.always(FILE, { dropAfter: 0 });
  const stalling = await pullProgram({ [FILE]: content });
  stalling.hub.always(FILE, { stall: true });
  const [dropped, stalled] = await Promise.all([dropping.pull(), stalling.pull(['--timeout', '1'])]);
  const later = /when the network is back/;
  expectError(dropped, 6, /network: gave up after 6 tries, 1\.0 MB kept: onnx\/model\.onnx of made: /, later);
  expect(dropping.hub.requests).toHaveLength(7);
  expect(dropping.kept()).toEqual([`${FILE}.part 1000000`]);
  expectError(stalled, 6, /network: gave up after 6 tries, 0 B kept: .*the server did not answer/, later);
  expect(stalling.hub.requests).toHaveLength(6);
  expect(stalling.kept()).toEqual([]);
});
