import { expect, test } from 'vitest';
import { parseSubtitles } from '../../../src/domain/subtitles/parse-subtitles.ts';
import { LONGEST_CUE, toSegments } from '../../../src/domain/subtitles/to-segments.ts';
import { createRandom } from '../../support/cuts/random.ts';

// Whatever the text, reading it ends, soon, and gives segments in order within the video.

const VIDEO = { start: 1_500_000, end: 61_500_000, duration: 60_000_000 };

function read(text: string) {
  const cues = parseSubtitles(text)?.cues ?? [];
  const { segments } = toSegments(cues, VIDEO.start, VIDEO, { source: 'sidecar', language: undefined });
  let before = Number.NEGATIVE_INFINITY;
  for (const { start, end, text: said } of segments) {
    const sane =
      Number.isSafeInteger(start) &&
      Number.isSafeInteger(end) &&
      start >= Math.max(before, VIDEO.start) &&
      end >= start &&
      end <= VIDEO.end &&
      said !== '' &&
      said === said.trim() &&
      said.length <= LONGEST_CUE &&
      !/[\0-\x1f\x7f-\x9f\ufeff]|\p{Surrogate}/u.test(said);
    if (!sane)
      expect.fail(`not a segment: ${JSON.stringify({ start, end, said })} of ${JSON.stringify(text)}`);
    before = start;
  }
  return segments;
}

/** Scraps that texts are thrown together from. */
const SCRAPS = [
  '00:00:01,000 --> 00:00:02,000',
  '00:59.5-->00:10',
  '-00:00:05.000 --> 99:99:99,999',
  '0:0->0:0',
  ' --> ',
  '-->',
  '\n',
  '\n\n',
  '\r',
  '\r\n',
  ' ',
  '\t',
  '\0',
  '1',
  '2\n',
  '﻿',
  'WEBVTT\n',
  'NOTE x',
  'STYLE',
  'Language: en',
  '[Script Info]',
  '[Events]\n',
  'Format: Layer, Start, End, Text\n',
  'Dialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,',
  'Dialogue: ',
  ',',
  '{\\p1}',
  '{\\p0}',
  '{',
  '}',
  '{\\',
  '\\N',
  '<',
  '>',
  '<i>',
  '</',
  '<v Anna>',
  '<00:00:01.000>',
  '<rt>',
  '&',
  '&#',
  '&#55296;',
  '&#x1f600;',
  '&amp;',
  ';',
  'hello',
  'hello world',
  '안녕',
  '海',
  '😀',
  '\ud83d',
  '\udc00',
  '>>',
  '- ',
  '…',
  '♪',
];

test('texts thrown together from scraps give segments in order within the video', () => {
  const random = createRandom(20260);
  let count = 0;
  for (let round = 0; round < 4000; round++) {
    let text = round % 3 === 0 ? 'WEBVTT\n\n' : '';
    const length = 1 + Math.floor(random() * 40);
    for (let at = 0; at < length; at++) {
      text +=
        random() < 0.15
          ? `\n00:${Math.floor(random() * 70)} --> 00:40\n`
          : SCRAPS[Math.floor(random() * SCRAPS.length)];
    }
    count += read(text).length;
  }
  // Else the scraps make nothing that could be wrong.
  expect(count).toBeGreaterThan(1000);
});

test('right subtitles with characters changed, lost and doubled give segments in order within the video', () => {
  const random = createRandom(7);
  const cue = (at: number) =>
    `${at}\n00:00:${10 + at},000 --> 00:00:${11 + at},500\n<i>line ${at}</i>\nof a text\n\n`;
  const right = Array.from({ length: 8 }, (_, at) => cue(at)).join('');
  for (let round = 0; round < 4000; round++) {
    const letters = [...right];
    for (let change = 0; change < 1 + (round % 8); change++) {
      const at = Math.floor(random() * letters.length);
      const how = random();
      if (how < 0.3) letters.splice(at, 1 + Math.floor(random() * 30));
      else if (how < 0.6) letters.splice(at, 0, ...letters.slice(0, Math.floor(random() * 60)));
      else letters[at] = String.fromCharCode(Math.floor(random() * 256));
    }
    read(letters.join(''));
  }
});

test.each([
  ['one cue of a megabyte', `00:01 --> 00:02\n${'word '.repeat(210_000)}`, 1],
  ['one cue of a megabyte without a blank', `00:01 --> 00:02\n${'あ'.repeat(350_000)}`, 1],
  ['one cue of a million lines', `00:01 --> 00:02\n${'a\n'.repeat(1_000_000)}`, 1],
  ['a megabyte of tags that never end', `00:01 --> 00:02\na${'<i '.repeat(350_000)}`, 1],
  ['a megabyte of braces', `00:01 --> 00:02\na${'{\\'.repeat(500_000)}`, 1],
  ['a megabyte of ruby that never ends', `00:01 --> 00:02\na${'<rt>'.repeat(250_000)}`, 1],
  ['a megabyte of ampersands', `00:01 --> 00:02\na${'&'.repeat(1_000_000)}`, 1],
  ['a megabyte of dashes', `00:01 --> 00:02\n${'-'.repeat(1_000_000)}a`, 1],
  ['a megabyte of dashes and blanks', `00:01 --> 00:02\n${'- '.repeat(500_000)}a`, 1],
  ['a megabyte of blanks before an arrow', `00:01${' '.repeat(1_000_000)}--> 00:02\na`, 0],
  ['a megabyte of digits before an arrow', `${'1'.repeat(1_000_000)} --> 00:02\na`, 0],
  ['a megabyte of arrows', `00:01 ${'--> '.repeat(250_000)}\na`, 0],
  ['a megabyte of commas', `[Events]\nDialogue: ${','.repeat(1_000_000)}`, 0],
  [
    'an event of a megabyte',
    `[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,${'{\\p1}a{\\p0}b'.repeat(100_000)}`,
    1,
  ],
  ['a section of a megabyte', `[${'a'.repeat(1_000_000)}`, 0],
  ['a million empty lines', '\n'.repeat(1_000_000), 0],
  ['a megabyte of NUL', '\0'.repeat(1_000_000), 0],
])('%s is read in a moment', (_, text, count) => {
  const started = performance.now();
  expect(read(text)).toHaveLength(count);
  // In proportion it takes a hundredth of this; with the square of the length, hours.
  expect(performance.now() - started).toBeLessThan(20_000);
});

test('200,000 cues are read, in order, each once', () => {
  const clock = (ms: number) => `00:00:${(ms / 1000).toFixed(3).padStart(6, '0')}`;
  const cue = (at: number) => `${at}\n${clock((at * 7919) % 59_000)} --> ${clock(59_500)}\nline ${at}\n\n`;
  const segments = read(Array.from({ length: 200_000 }, (_, at) => cue(at)).join(''));
  expect(segments).toHaveLength(200_000);
  expect(new Set(segments.map(({ text }) => text)).size).toBe(200_000);
});
