import { Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { PullEvent } from '../../../src/app/models/pull-event.ts';
import type { Output } from '../../../src/cli/host.ts';
import { formatDuration } from '../../../src/cli/render/duration.ts';
import { createPullBars } from '../../../src/cli/render/pull-bars.ts';
import { lineOf } from '../../../src/cli/render/pull-lines.ts';
import { createSpeedometer } from '../../../src/cli/render/speedometer.ts';
import { madeModel } from '../../support/made-models.ts';

const { model } = madeModel('made', { 'onnx/model.onnx': new Uint8Array(3_000_000) });
const file = model.files[0]!;

test.each([
  [0.4, '0 s'],
  [45, '45 s'],
  [59.6, '1 min'],
  [200, '3 min 20 s'],
  [3600, '1 h'],
  [7500, '2 h 5 min'],
  [90_000, '1 d 1 h'],
])('%d seconds are %s', (seconds, words) => {
  expect(formatDuration(seconds)).toBe(words);
});

test('speed is that of the last seconds, not of the whole time', () => {
  let time = 0;
  const speed = createSpeedometer(0, () => time);
  for (time = 0; time <= 10_000; time += 100) speed(time);
  for (; time <= 20_000; time += 100) speed(10_000 + (time - 10_000) * 5);
  expect(speed(10_000 + (time - 10_000) * 5)).toBeCloseTo(5000, -2);
});

test('speed is not known before some time has passed', () => {
  let time = 0;
  const speed = createSpeedometer(0, () => time);
  time = 100;
  expect(speed(5000)).toBe(0);
});

describe('lines', () => {
  test.each<[PullEvent, string | undefined]>([
    [{ type: 'plan', files: [], bytes: 0, kept: 0, cached: 0 }, 'everything is here already'],
    [
      {
        type: 'plan',
        files: [{ model, file, kept: 1_000_000, cached: undefined }],
        bytes: 3_000_000,
        kept: 1_000_000,
        cached: 0,
      },
      'to pull: 1 file of made: 3.0 MB, 1.0 MB of it here already',
    ],
    [
      {
        type: 'plan',
        files: [{ model, file, kept: 0, cached: undefined }],
        bytes: 3_000_000,
        kept: 0,
        cached: 2_000_000,
      },
      'to pull: 1 file of made: 3.0 MB, 2.0 MB of it in the Hugging Face cache',
    ],
    [{ type: 'adopt-started', model, file, at: 0, from: '/cache/blobs/a' }, undefined],
    [
      { type: 'file-adopted', model, file, from: '/cache/blobs/a' },
      'took made/onnx/model.onnx from the Hugging Face cache',
    ],
    [
      { type: 'not-adopted', model, file, reason: 'bad\u001b[2J' },
      'made/onnx/model.onnx: not taken: bad\\x1b[2J',
    ],
    [{ type: 'done', files: 0, bytes: 0, adopted: { files: 0, bytes: 0 } }, undefined],
    [
      { type: 'done', files: 2, bytes: 2_000_000, adopted: { files: 1, bytes: 300 } },
      'pulled and verified 2 files, 2.0 MB; took and verified 1 file, 300 B from the Hugging Face cache',
    ],
    [{ type: 'waiting', model, processId: 7 }, 'another heimdex (pid 7) is pulling made: waiting for it'],
    [{ type: 'waiting', model, processId: undefined }, 'another heimdex is pulling made: waiting for it'],
    [
      { type: 'file-started', model, file, at: 1_000_000 },
      'pulling made/onnx/model.onnx (3.0 MB, resumed at 1.0 MB)',
    ],
    [
      { type: 'retry', model, file, at: 0, reason: 'no\u001b[2J', waitMs: 60_000, askedMs: 9_999_000 },
      'made/onnx/model.onnx: no\\x1b[2J; waiting 1 min (the server asked for 2 h 47 min), then begun again',
    ],
    [
      { type: 'retry', model, file, at: 1_000_000, reason: 'cut', waitMs: 500, askedMs: undefined },
      'made/onnx/model.onnx: cut; waiting 1 s, then resumed at 1.0 MB',
    ],
    [{ type: 'bytes', model, file, at: 5 }, undefined],
  ])('%#', (event, line) => {
    expect(lineOf(event)).toBe(line);
  });
});

test('at a terminal there is a bar for the whole and one for each file on its way', async () => {
  let drawn = '';
  const stream = new Writable({
    write(chunk, _, done) {
      drawn += chunk;
      done();
    },
  }) as unknown as Output;
  Object.assign(stream, { isTTY: true, columns: 100 });
  const bars = createPullBars(stream, 100);
  try {
    bars.onEvent({
      type: 'plan',
      files: [{ model, file, kept: 0, cached: undefined }],
      bytes: 3_000_000,
      kept: 0,
      cached: 0,
    });
    bars.onEvent({ type: 'file-started', model, file, at: 0 });
    bars.onEvent({ type: 'bytes', model, file, at: 1_500_000 });
    // Bars are drawn by a clock, some times a second.
    await wait(500);
  } finally {
    bars.stop();
  }
  expect(drawn).toContain('to pull: 1 file of made: 3.0 MB');
  expect(drawn).toContain('1.5 of 3.0 MB');
  expect(drawn).toContain('in all');
  expect(drawn).toContain('made/onnx/model.onnx');
  // The cursor that was hidden is shown again.
  expect(drawn.lastIndexOf('\u001b[?25h')).toBeGreaterThan(drawn.lastIndexOf('\u001b[?25l'));
});
