import { describe, expect, it } from 'vitest';
import { parseDate } from '../../src/domain/parse-date.ts';
import { utc, type Zone } from '../../src/domain/zone.ts';

const moment = (text: string) => Date.parse(text) * 1000;

/** Clocks nine hours ahead of UTC, as in Seoul. */
const seoul: Zone = (...fields) => utc(...fields) - 9 * 3_600_000;

describe('a date names the stretch of time', () => {
  it.each([
    ['2024', '2024-01-01T00:00:00Z', '2025-01-01T00:00:00Z'],
    ['2024-05', '2024-05-01T00:00:00Z', '2024-06-01T00:00:00Z'],
    ['2024-12', '2024-12-01T00:00:00Z', '2025-01-01T00:00:00Z'],
    ['2024-02-29', '2024-02-29T00:00:00Z', '2024-03-01T00:00:00Z'],
    ['2023-12-31', '2023-12-31T00:00:00Z', '2024-01-01T00:00:00Z'],
    ['2024-05-17T10:59', '2024-05-17T10:59:00Z', '2024-05-17T11:00:00Z'],
    ['2024-05-17T00:00', '2024-05-17T00:00:00Z', '2024-05-17T00:01:00Z'],
    ['1969-07-20', '1969-07-20T00:00:00Z', '1969-07-21T00:00:00Z'],
  ])('%s, its end excluded', (text, start, end) => {
    expect(parseDate(text, utc)).toEqual({ start: moment(start), end: moment(end) });
  });

  it('as the clocks of a zone show it', () => {
    expect(parseDate('2024-05-17', seoul)).toEqual({
      start: moment('2024-05-16T15:00:00Z'),
      end: moment('2024-05-17T15:00:00Z'),
    });
  });

  it('and as those of the machine do where no zone is named', () => {
    expect(parseDate('2024-07')).toEqual({
      start: new Date('2024-07-01T00:00:00').getTime() * 1000,
      end: new Date('2024-08-01T00:00:00').getTime() * 1000,
    });
  });
});

it.each([
  '',
  '24',
  '0024',
  '02024',
  '20240517',
  '2024-5',
  '2024-00',
  '2024-13',
  '2024-05-00',
  '2024-05-32',
  '2024-02-30',
  '2023-02-29',
  '1900-02-29',
  '2024-04-31',
  '2024/05/17',
  '2024-05-17T24:00',
  '2024-05-17T10:60',
  '2024-05-17T10',
  '2024-05-17 10:30',
  '2024-05-17T10:30Z',
  '2024-05-',
  ' 2024',
  '2024\n',
  'May 2024',
  '٢٠٢٤',
])('%j is no date', (text) => {
  expect(parseDate(text, utc)).toBeUndefined();
});
