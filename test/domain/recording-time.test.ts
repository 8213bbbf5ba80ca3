import { describe, expect, it } from 'vitest';
import { parseTimestamp } from '../../src/domain/parse-timestamp.ts';
import { recordingTime } from '../../src/domain/recording-time.ts';
import { utc, type Zone } from '../../src/domain/zone.ts';

const NOW = Date.parse('2025-01-01T00:00:00Z');
const moment = (text: string) => Date.parse(text) * 1000;

/** Clocks three and a half hours behind UTC, as in Newfoundland. */
const behind: Zone = (...fields) => utc(...fields) + 3.5 * 3_600_000;

describe('a point in time', () => {
  it.each([
    ['2024-05-17T10:30:00.000000Z', '2024-05-17T10:30:00Z'],
    ['2024-05-17T10:30:00Z', '2024-05-17T10:30:00Z'],
    ['2024-05-17T10:30:00+0900', '2024-05-17T01:30:00Z'],
    ['2024-05-17T10:30:00-03:30', '2024-05-17T14:00:00Z'],
    ['2024-05-17T10:30:00+02', '2024-05-17T08:30:00Z'],
    ['2024:05:17 10:30:00+09:00', '2024-05-17T01:30:00Z'],
    ['2024:05:17 10:30:00', '2024-05-17T14:00:00Z'],
    ['2024-05-17 10:30:00', '2024-05-17T14:00:00Z'],
    [' 2024-05-17T10:30:00 ', '2024-05-17T14:00:00Z'],
    ['2024-05-17', '2024-05-17T15:30:00Z'],
    ['2024-02-29T23:59:59-00:01', '2024-03-01T00:00:59Z'],
  ])('%j is %s', (text, expected) => {
    expect(parseTimestamp(text, behind)).toBe(moment(expected));
  });

  it('keeps its fraction, to the microsecond', () => {
    expect(parseTimestamp('2024-05-17T10:30:00.1234567Z')).toBe(moment('2024-05-17T10:30:00Z') + 123_456);
    expect(parseTimestamp('2024-05-17T10:30:00.5Z')).toBe(moment('2024-05-17T10:30:00Z') + 500_000);
  });

  it.each([
    '',
    '2024',
    '10:30:00',
    '2024-05',
    '2024-02-30T10:30:00Z',
    '2024-13-01T10:30:00Z',
    '2024-00-10',
    '0000:00:00 00:00:00',
    '    :  :     :  :  ',
    '2024:05-17 10:30:00',
    '2024-05-17T24:00:00Z',
    '2024-05-17T10:30:60Z',
    '2024-05-17T10:30:00+99:00',
    '2024-05-17T10:30:00+1',
    '2024-05-17T10:30Z',
    '2024-05-17Z',
    'Fri May 17 10:30:00 2024',
    `2024-05-17T10:30:00.${'1'.repeat(1_000_000)}Z`,
  ])('is not in %.40j', (text) => {
    expect(parseTimestamp(text, behind)).toBeUndefined();
  });
});

describe('the time of a recording', () => {
  const good = '2024-05-17T10:30:00Z';

  it('is the first that is said', () => {
    expect(recordingTime([undefined, 'once', good, '2020-01-01T00:00:00Z'], NOW)).toBe(moment(good));
    expect(recordingTime([undefined, 'once'], NOW)).toBeUndefined();
  });

  it.each([
    ['QuickTime’s zero', '1904-01-01T00:00:00.000000Z'],
    ['Unix’s zero', '1970-01-01T00:00:00.000000Z'],
    ['Unix’s zero in a zone', '1970-01-01T09:00:00+0900'],
    ['the last moment that is too early', '1970-01-01T23:59:59.999999Z'],
    ['the largest number of QuickTime', '2040-02-06T06:28:15.000000Z'],
    ['two days from now', '2025-01-03T00:00:00Z'],
  ])('is not believed where it is %s', (_, text) => {
    expect(recordingTime([text], NOW)).toBeUndefined();
    expect(recordingTime([text, good], NOW), 'the next one is').toBe(moment(good));
  });

  it('is believed from 1970-01-02 on, and for a day ahead of the clock', () => {
    for (const text of ['1970-01-02T00:00:00Z', '2025-01-02T00:00:00Z'])
      expect(recordingTime([text], NOW)).toBe(moment(text));
  });
});
